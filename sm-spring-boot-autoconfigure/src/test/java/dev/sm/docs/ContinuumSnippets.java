package dev.sm.docs;

import java.util.function.Function;

import dev.sm.continuum.BoundedLoad;
import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumDiff;
import dev.sm.continuum.ContinuumSpec;

/**
 * What the docs show of continua.
 */
class ContinuumSnippets {

	// tag::compatible[]
	String serverOf(String key) {
		Continuum continuum = Continuum.of(ContinuumSpec.of("twemproxy-ketama")
			.hash("fnv1a_64")
			.hashTag("{}")
			.with("alpha", 1)
			.with("beta", 2)
			.with("gamma", 4));
		return continuum.nodeFor(key);
	}

	double moved(ContinuumSpec placed) {
		ContinuumSpec better = ContinuumSpec.of("weighted").with("alpha", 1).with("beta", 2).with("gamma", 4);
		return ContinuumDiff.between(Continuum.of(placed), Continuum.of(better)).share();
	}
	// end::compatible[]

	// tag::bounded[]
	private final BoundedLoad bound = BoundedLoad.withEpsilon(0.25);

	String send(Continuum instances, String key, Function<String, String> call) {
		try (BoundedLoad.Place place = this.bound.enter(instances, key)) {
			return call.apply(place.node());
		}
	}
	// end::bounded[]

}
