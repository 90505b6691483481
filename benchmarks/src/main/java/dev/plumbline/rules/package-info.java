/** What the evaluation of rules costs. */
@NullMarked
package dev.plumbline.rules;

import org.jspecify.annotations.NullMarked;
