/**
 * Snapshots of a running daemon's data directory, backups made of them, and the way back (docs/formats/backup.md, docs/backup.md). A
 * snapshot is what the store and the documents put into a folder themselves, each at one moment; a backup is a copy of a data directory with a
 * manifest of checksums; a restore looks at every checksum before it writes anything. All of it is written beside its place first and renamed when it is whole
 * and synced: who is killed leaves nothing that could be taken for a backup or a data directory.
 */
@NullMarked
package dev.plumbline.daemon.backup;

import org.jspecify.annotations.NullMarked;
