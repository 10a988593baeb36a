/* status - what became of a call; also the exit status of a tool (sysexits.h) */
#ifndef IPP_BASE_STATUS_H
#define IPP_BASE_STATUS_H

enum status {
	OK = 0,
	REFUSED = 1,	  /* the rules say no; nothing changed */
	WARNED = 2,	  /* of ipp-check: somebody must act before long */
	ALARMED = 3,	  /* of ipp-check: somebody must act now */
	/* A plug-in of a monitor has its own names for these: 0 OK, 1 WARNING,
	 * 2 CRITICAL, 3 UNKNOWN. */
	USAGE = 64,	  /* the command line is wrong */
	DATA = 65,	  /* the input is wrong */
	UNAVAILABLE = 69, /* a peer cannot be reached */
	INTERNAL = 70,	  /* a bug of ours */
	SYSTEM = 71,	  /* the operating system refuses (memory, fork) */
	CANTCREAT = 73,	  /* an output file cannot be created */
	IOERR = 74,	  /* reading or writing failed; disk full */
	BUSY = 75,	  /* try again later */
	NOPERM = 77,	  /* the operator may not do this */
	CONFIG = 78,	  /* store, key or configuration is not usable */
};

/* The worse of two: an error of the machinery outweighs one of a document.
 * Order: OK < REFUSED < WARNED < ALARMED < DATA < NOPERM < BUSY < the rest by number. */
enum status status_worse(enum status a, enum status b);

#endif
