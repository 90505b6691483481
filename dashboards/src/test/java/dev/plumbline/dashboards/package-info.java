@NullMarked
package dev.plumbline.dashboards;

import org.jspecify.annotations.NullMarked;
