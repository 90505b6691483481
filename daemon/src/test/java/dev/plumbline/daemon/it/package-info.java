/**
 * The packaged daemon as a process, over loopback, beside real programs. These tests wait by polling with a generous
 * bound and say nothing about speed. A program that is not there fails them where {@code PLUMBLINE_REQUIRE_PEERS=1}, and
 * skips them by name elsewhere.
 */
@NullMarked
package dev.plumbline.daemon.it;

import org.jspecify.annotations.NullMarked;
