/**
 * The judge of Kayenta (NetflixACAJudge): reads its canary configurations, compares baseline and canary of every metric by
 * a shift interval, and turns the labels into weighted group scores and one score from 0 to 100. Two modes:
 * {@link dev.plumbline.analysis.kayenta.Mode#COMPATIBLE} gives Kayenta's own labels and scores, hazards included, and names
 * each hazard that a result rests on; {@link dev.plumbline.analysis.kayenta.Mode#STRICT} is what we stand for. Pure; used
 * by the daemon for policies with {@code method: kayenta} and for Kayenta's own API.
 */
@NullMarked
package dev.plumbline.analysis.kayenta;

import org.jspecify.annotations.NullMarked;
