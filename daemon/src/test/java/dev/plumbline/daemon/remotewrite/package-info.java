/** Tests of remote write to others. */
@NullMarked
package dev.plumbline.daemon.remotewrite;

import org.jspecify.annotations.NullMarked;
