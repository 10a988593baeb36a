/* sandbox - what the two halves share */
#ifndef IPP_LIB_PORT_SANDBOX_H
#define IPP_LIB_PORT_SANDBOX_H

#include <ipp/port/sandbox.h>

/* Exit statuses of the child beside 0. */
#define SANDBOX_EXIT_JAIL   111 /* could not lock itself in */
#define SANDBOX_EXIT_ANSWER 112 /* no room for the answer, or not sent */

/* The descriptor the child keeps. */
#define SANDBOX_PIPE 0

/* Locks the calling process in for good; `pipe` becomes SANDBOX_PIPE. False
 * if anything of it fails. */
bool sandbox_jail(int pipe, const struct sandbox_limits *limits);

/* Lets the process reach the current folder and no other, for good. False if
 * that fails; a kernel without Landlock is no failure. */
bool sandbox_land_lock(void);

#endif
