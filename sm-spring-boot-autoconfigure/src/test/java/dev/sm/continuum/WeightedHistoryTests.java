package dev.sm.continuum;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories of nodes that come, go and change their weight. In each step keys move
 * only from or to the node that changed, never between two others.
 */
class WeightedHistoryTests {

	private static final int[] BLOCKS = { 0, 1, 500, Slots.BLOCKS - 1 };

	/** As many as {@code -Dsm.continuum.histories} says, 3 where it says nothing. */
	static LongStream wholeHistories() {
		return LongStream.rangeClosed(1, Long.getLong("sm.continuum.histories", 3));
	}

	@ParameterizedTest
	@MethodSource("wholeHistories")
	void nothingMovesBetweenSurvivorsInAnySlot(long seed) {
		Random random = new Random(seed);
		ContinuumSpec spec = start(random);
		Continuum before = Continuum.of(spec);
		for (int step = 0; step < 5; step++) {
			String changed = pick(random, spec);
			spec = change(random, spec, changed);
			Continuum after = Continuum.of(spec);
			assertThat(ContinuumDiff.between(before, after).moves())
				.as("seed %d, step %d, changed %s", seed, step, changed)
				.allMatch((move) -> move.from().equals(changed) || move.to().equals(changed));
			before = after;
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1000, 2000, 3000, 4000 })
	void nothingMovesBetweenSurvivorsInAThousandHistories(long firstSeed) {
		for (long seed = firstSeed; seed < firstSeed + 250; seed++) {
			Random random = new Random(seed);
			ContinuumSpec spec = start(random);
			List<String> before = holders(spec);
			for (int step = 0; step < 6; step++) {
				String changed = pick(random, spec);
				spec = change(random, spec, changed);
				List<String> after = holders(spec);
				for (int slot = 0; slot < after.size(); slot++) {
					String from = before.get(slot);
					String to = after.get(slot);
					if (!from.equals(to) && !from.equals(changed) && !to.equals(changed)) {
						throw new AssertionError("seed %d, step %d: %s changed, slot %d moved from %s to %s"
							.formatted(seed, step, changed, slot, from, to));
					}
				}
				before = after;
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 17, 300 })
	void raceFindsWhoIsFirstInTheRanking(int count) {
		ContinuumSpec spec = ContinuumSpec.of("weighted");
		for (int i = 0; i < count; i++) {
			spec = spec.with("n" + i, 1 + i * i);
		}
		WeightedNodes nodes = WeightedNodes.of(spec);
		long[] winners = new WeightedRace(nodes).winners(5);
		for (int slot = 0; slot < winners.length; slot++) {
			assertThat(Draw.node(winners[slot])).isEqualTo(new Ranking(nodes, 5 * Slots.PER_BLOCK + slot).first(1)[0]);
		}
	}

	private static List<String> holders(ContinuumSpec spec) {
		WeightedNodes nodes = WeightedNodes.of(spec);
		WeightedRace race = new WeightedRace(nodes);
		List<String> holders = new ArrayList<>();
		for (int block : BLOCKS) {
			for (long claim : race.winners(block)) {
				holders.add(nodes.names()[Draw.node(claim)]);
			}
		}
		return holders;
	}

	private static ContinuumSpec start(Random random) {
		ContinuumSpec spec = ContinuumSpec.of("weighted");
		int nodes = 2 + random.nextInt(40);
		for (int i = 0; i < nodes; i++) {
			spec = spec.with("n" + random.nextInt(), weight(random));
		}
		return spec;
	}

	private static String pick(Random random, ContinuumSpec spec) {
		List<String> names = new ArrayList<>(spec.nodes().keySet());
		boolean known = names.size() > 2 && random.nextInt(3) > 0;
		return known ? names.get(random.nextInt(names.size())) : "n" + random.nextInt();
	}

	private static ContinuumSpec change(Random random, ContinuumSpec spec, String node) {
		return (spec.nodes().containsKey(node) && random.nextBoolean()) ? spec.without(node)
				: spec.with(node, weight(random));
	}

	// three in four of a kind, the others of very different sizes
	private static int weight(Random random) {
		return (random.nextInt(4) > 0) ? 100 : 1 + random.nextInt(ContinuumSpec.MAX_WEIGHT);
	}

}
