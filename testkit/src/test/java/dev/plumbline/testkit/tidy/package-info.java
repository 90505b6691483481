@NullMarked
package dev.plumbline.testkit.tidy;

import org.jspecify.annotations.NullMarked;
