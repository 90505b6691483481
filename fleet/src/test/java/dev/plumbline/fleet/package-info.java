@NullMarked
package dev.plumbline.fleet;

import org.jspecify.annotations.NullMarked;
