/**
 * Bytes as other programs send and expect them: protobuf's wire format and snappy's block format, read from ranges of
 * byte arrays and written to growing ones. Nothing here knows a message: a decoder is a loop over
 * {@link dev.plumbline.wire.ProtoReader#next} with a switch over field numbers, so that large requests are read
 * without a tree of objects and what is not wanted is skipped.
 *
 * <p>All bytes are foreign: every length is checked against what is there, nothing is allocated for a length that only
 * claims to be true, and what is wrong is a {@link dev.plumbline.wire.WireException} that says where.
 */
@NullMarked
package dev.plumbline.wire;

import org.jspecify.annotations.NullMarked;
