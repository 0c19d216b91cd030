/* What the program writes to its standard streams, noted when it writes it and not when a buffer is flushed.
 *
 * The streams, their descriptors and their buffering stay as they are: the methods of the interpreter's own stream
 * types are replaced in place by ones that call the originals. A stream that the program puts in sys.stdout's place is
 * its own affair. */
#pragma once

#include <stdbool.h>

/* Once the interpreter has made its standard streams. */
void hr_output_init (void);
