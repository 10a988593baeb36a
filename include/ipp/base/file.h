/* file - whole files in and out */
#ifndef IPP_BASE_FILE_H
#define IPP_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;

/* Closes and sets -1; for OWN(descriptor) int fd = -1. */
void descriptor_close(int *fd);
static inline void own_descriptor(int *fd)
{
	descriptor_close(fd);
}

/* Reads all of `path` (`-` is stdin) into the arena, NUL appended. A file
 * larger than `max` bytes is refused (DATA `file_too_large`), a missing or
 * unreadable one is IOERR `file_unreadable`; only regular files and pipes. */
enum status file_read(struct arena *arena, const char *path, size_t max,
		      unsigned char **ret, size_t *size, struct error *err);

/* The same from an open descriptor; `name` is for messages. */
enum status file_read_fd(struct arena *arena, int fd, const char *name,
			 size_t max, unsigned char **ret, size_t *size,
			 struct error *err);

/* Writes a file whole or not at all: in the same folder, but without a name
 * until it is synced; then fsync of the folder. Whoever is killed leaves
 * nothing, or at one moment all of it as .NAME.ipp, which the next one to write
 * the file takes away; on NFS and SMB, some of it as NAME.XXXXXX. Two may write
 * the same file at once. CANTCREAT or IOERR. */
enum status file_write(const char *path, const void *bytes, size_t size,
		       unsigned mode, struct error *err);

/* The same, but a file that is there stays: CANTCREAT `file_exists`. */
enum status file_write_new(const char *path, const void *bytes, size_t size,
			   unsigned mode, struct error *err);

/* The same as file_write for what does not stand in memory: `fill` writes it
 * to the descriptor; `name` is for its messages. */
typedef enum status file_fill(void *context, int fd, const char *name,
			      struct error *err);
enum status file_write_by(const char *path, file_fill *fill, void *context,
			  unsigned mode, struct error *err);

/* Gives a file that is written and flushed its name, in place of another; the
 * name survives a power failure, too. IOERR `file_unwritable`. */
enum status file_rename(const char *from, const char *to, struct error *err);

/* Writes all bytes or says why not. */
enum status file_write_fd(int fd, const void *bytes, size_t size,
			  const char *name, struct error *err);

/* FOLDER/NAME with one slash between, however the folder was typed. */
char *path_join(struct arena *arena, const char *folder, const char *name);

/* Makes a folder (0700) and its missing parents; an existing one is fine. */
enum status folder_make(const char *path, struct error *err);
enum status folder_sync(const char *path, struct error *err);
/* What is free on the disk of a folder for whoever is not root: the scarcer of
 * its blocks and its files, 0 to 100, and its bytes. IOERR
 * `folder_unreadable`. */
struct folder_room {
	int percent;
	int64_t bytes;
};
enum status folder_room(const char *path, struct folder_room *ret,
			struct error *err);
/* Removes a folder of ours with all that is in it, as far as that is possible;
 * no link is followed. */
void folder_remove(const char *path);

/* The first line of a secret file, without the line end; refused if others
 * may read it (mode & 077) unless it is no regular file. NOPERM, IOERR. */
enum status secret_read(struct arena *arena, const char *path, char **ret,
			struct error *err);
/* The same of a credential of systemd, which lies in a folder that is its
 * service's alone: root's file, which an access list lets the service read, so
 * that the bits of its group are the list's mask and say nothing. */
enum status credential_read(struct arena *arena, const char *path, char **ret,
			    struct error *err);

/* The bytes of the file at `path`; 0 if that cannot be told. */
size_t file_bytes_of(const char *path);

#endif
