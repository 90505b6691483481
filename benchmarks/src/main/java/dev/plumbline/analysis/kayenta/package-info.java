/** What judging a canary costs. */
@NullMarked
package dev.plumbline.analysis.kayenta;

import org.jspecify.annotations.NullMarked;
