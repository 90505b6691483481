@NullMarked
package dev.plumbline.daemon;

import org.jspecify.annotations.NullMarked;
