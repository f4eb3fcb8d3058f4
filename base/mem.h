#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* "fatal" of the exit codes; a worker process ends with it for no other reason. */
#define MEM_EXIT_STATUS 1

/* Says that memory ran out and ends the process with MEM_EXIT_STATUS, without clean-up. */
_Noreturn void mem_exhausted(size_t wanted_bytes);

#endif
