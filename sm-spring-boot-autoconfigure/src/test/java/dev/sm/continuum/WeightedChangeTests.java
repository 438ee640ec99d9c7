package dev.sm.continuum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table that was made by changes is the one that a build makes.
 */
class WeightedChangeTests {

	@ParameterizedTest
	@CsvSource({ "1,1", "2,2", "16,3", "17,4", "130,5" })
	void whateverTheWayToASpecItsTableIsTheSame(int count, long seed) {
		Random random = new Random(seed);
		ContinuumSpec spec = ContinuumSpec.of("weighted");
		for (int i = 0; i < count; i++) {
			spec = spec.with("n" + i, 1 + random.nextInt(100));
		}
		WeightedNodes nodes = WeightedNodes.of(spec);
		SlotTable table = SlotTable.of(nodes);
		for (int step = 0; step < 6; step++) {
			for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
				spec = change(random, spec, count);
			}
			WeightedNodes next = WeightedNodes.of(spec);
			table = WeightedChange.apply(nodes, table, next);
			nodes = next;
			assertSame(table, SlotTable.of(nodes), "seed " + seed + ", step " + step);
		}
	}

	@Test
	void theNodeWithTheLastNumberMayGoAndComeBack() {
		WeightedNodes five = nodes(5);
		WeightedNodes four = nodes(4);
		SlotTable table = SlotTable.of(five);
		SlotTable less = WeightedChange.apply(five, table, four);
		assertSame(less, SlotTable.of(four), "four");
		assertSame(WeightedChange.apply(four, less, five), table, "five");
	}

	@Test
	void whoIsAloneHasEverySlotAndItsLatestClaimBoundsThem() {
		WeightedNodes alone = nodes(1);
		SlotTable table = SlotTable.of(alone);
		WeightedRace race = new WeightedRace(alone);
		assertThat(table.count(0)).isEqualTo(Slots.COUNT);
		for (int block = 0; block < Slots.BLOCKS; block++) {
			long latest = Arrays.stream(race.winners(block)).max().orElseThrow();
			assertThat(table.bound(block)).as("block %s", block).isEqualTo(Draw.time(latest) + Draw.NODES);
		}
	}

	@Test
	void distanceCountsNodesWithAnotherWeight() {
		ContinuumSpec spec = ContinuumSpec.of("weighted").with("a", 1).with("b", 2).with("idle", 0);
		assertThat(WeightedChange.distance(spec.nodes(), spec.with("c", 1).without("a").without("idle").nodes()))
			.isEqualTo(2);
	}

	private static WeightedNodes nodes(int count) {
		ContinuumSpec spec = ContinuumSpec.of("weighted");
		for (int i = 0; i < count; i++) {
			spec = spec.with("n" + i, 7);
		}
		return WeightedNodes.of(spec);
	}

	private static ContinuumSpec change(Random random, ContinuumSpec spec, int count) {
		List<String> names = new ArrayList<>(spec.nodes().keySet());
		String known = names.get(random.nextInt(names.size()));
		return switch (random.nextInt(4)) {
			case 0 -> spec.with("m" + random.nextInt(count), 1 + random.nextInt(1000));
			case 1 -> (spec.nodes().size() > 1) ? spec.without(known) : spec;
			default -> spec.with(known, 1 + random.nextInt(200));
		};
	}

	private static void assertSame(SlotTable table, SlotTable built, String where) {
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			if (table.node(slot) != built.node(slot)) {
				throw new AssertionError(
						"%s: slot %d has %d, must have %d".formatted(where, slot, table.node(slot), built.node(slot)));
			}
		}
	}

}
