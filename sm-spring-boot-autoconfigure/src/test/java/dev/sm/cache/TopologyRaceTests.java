package dev.sm.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.race.Races;
import org.junit.jupiter.api.Test;

/**
 * A pool changes from one topology to the next while operations begin: once nothing is
 * said to be under way under the old one, nothing is, nor begins.
 */
class TopologyRaceTests {

	private static final Continuum CONTINUUM = Continuum.of(ContinuumSpec.of("weighted").with("n1", 1));

	@Test
	void nothingBeginsUnderWhatIsDrained() {
		Races.holds("topology", () -> change(new Topologies(topology(), false)));
	}

	@Test
	void whoeverDoesNotLookAgainIsCaught() {
		Races.breaks("topology, not looked at again", () -> change(new Topologies(topology(), false) {
			@Override
			Topology begin() {
				Topology topology = current();
				topology.inFlight().begin();
				return topology;
			}
		}));
	}

	private static void change(Topologies topologies) {
		Topology old = topologies.current();
		AtomicBoolean moved = new AtomicBoolean();
		Runnable operation = () -> {
			Topology topology = topologies.begin();
			if (topology == old) {
				Races.require(!moved.get(), "its keys are where it looks for them");
			}
			topology.inFlight().end();
		};
		Races.atOnce(operation, () -> {
			topologies.adopt(topology());
			if (topologies.drained()) {
				moved.set(true);
			}
		}, operation);
		Races.require(topologies.drained(), "nothing is under way in the end");
	}

	private static Topology topology() {
		return new Topology(CONTINUUM, List.of(), Map.of());
	}

}
