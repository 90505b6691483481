/**
 * Argo Rollouts' analysis: conditions over a measured value give a measurement its phase, counted measurements give a
 * metric its phase, metrics give the run its phase. The same rules as Argo's controller, so that a template judged here
 * ends as it would there; where those rules call a run successful that measured nothing good, the verdict says so. Pure.
 */
@NullMarked
package dev.plumbline.analysis.argo;

import org.jspecify.annotations.NullMarked;
