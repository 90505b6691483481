/**
 * The client commands: {@code gate} and {@code query} ask a running daemon over HTTP, {@code check} reads configuration
 * files. They answer and are gone: none of them boots the daemon's framework. Exit codes are documented in each
 * command's help. Output goes to the streams that picocli holds.
 */
@NullMarked
package dev.plumbline.daemon.command;

import org.jspecify.annotations.NullMarked;
