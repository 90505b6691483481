/** How often the sequential judge errs and how soon it answers, by simulation; and other rules beside it. */
@NullMarked
package dev.plumbline.analysis.sequential;

import org.jspecify.annotations.NullMarked;
