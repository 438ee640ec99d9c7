package dev.sm.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many rounds in a row with loads that change and participants that come and go, as in
 * the chaos suite of Dicer: 6 to 8 of 8 participants, a total load that varies from round
 * to round, and every second round a shard with half of it.
 */
class PlannerChaosTests {

	private static final int SHARDS = 128;

	private static final double TOLERANCE = 0.1;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void imbalanceAndChurnStayBoundedThroughChaos(long seed) {
		Random random = new Random(seed);
		Requests given = new Requests().shards(SHARDS);
		given.options = new PlanOptions(TOLERANCE, true);
		List<Double> above = new ArrayList<>();
		for (int round = 0; round < 300; round++) {
			given.participants.clear();
			int missing = random.nextInt(3);
			for (int p = 0; p < 8 - missing; p++) {
				given.participants(Requests.participant("p" + (p + round / 7) % 8));
			}
			double hot = random.nextBoolean() ? 0.5 * SHARDS : 0;
			given.loads.clear();
			given.shards.forEach((shard) -> given.loads.put(shard.id(), ShardLoad.of(0.5 + random.nextDouble())));
			if (hot > 0) {
				given.loads.put("s1", ShardLoad.of(hot));
			}
			Plan plan = given.settle();
			assertThat(plan.hot().keySet()).as("seed %d, round %d", seed, round)
				.isEqualTo((hot > 0) ? java.util.Set.of("s1") : java.util.Set.of());
			assertThat(plan.moves().size()).as("seed %d, round %d: moves", seed, round).isLessThanOrEqualTo(SHARDS);
			above.add(worst(given, (hot > 0) ? plan.targets().get("s1") : ""));
		}
		above.sort(null);
		assertThat(above.get(above.size() / 2)).as("seed %d: median", seed).isLessThanOrEqualTo(TOLERANCE);
		assertThat(above.get(above.size() * 9 / 10)).as("seed %d: p90", seed).isLessThanOrEqualTo(TOLERANCE * 1.5);
	}

	/** The largest load above the mean, without a participant that has a hot shard. */
	private static double worst(Requests given, String without) {
		Map<String, Double> loads = new HashMap<>();
		given.participants.forEach((participant) -> loads.put(participant.id(), 0.0));
		given.owners
			.forEach((shard, participant) -> loads.merge(participant, given.loads.get(shard).value(), Double::sum));
		loads.remove(without);
		double[] values = loads.values().stream().mapToDouble(Double::doubleValue).toArray();
		return Arrays.stream(values).max().orElse(0) / Arrays.stream(values).average().orElse(1) - 1;
	}

	@Test
	void noiseMovesNothingAndARealShiftMovesJustEnough() {
		long seed = 11;
		Random random = new Random(seed);
		Requests given = new Requests().shards(100);
		for (int p = 0; p < 10; p++) {
			given.participants(Requests.participant("p" + p));
		}
		given.shards.forEach((shard) -> given.loads.put(shard.id(), ShardLoad.of(10)));
		given.settle();
		int moved = 0;
		for (int round = 0; round < 300; round++) {
			given.shards.forEach(
					(shard) -> given.loads.put(shard.id(), ShardLoad.of(10 * (0.97 + 0.06 * random.nextDouble()))));
			moved += given.settle().moves().size();
		}
		assertThat(moved).as("seed %d: moves for noise", seed).isZero();
		String hot = given.owners.get("s1");
		given.shards.forEach((shard) -> given.loads.put(shard.id(),
				ShardLoad.of(given.owners.get(shard.id()).equals(hot) ? 15 : 10)));
		Plan plan = given.settle();
		assertThat(plan.moves().size()).isBetween(2, 18);
		assertThat(given.plan().moves()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 9 })
	void rollingRestartMovesWhatItMust(int participants) {
		Requests given = new Requests().shards(256);
		for (int p = 0; p < participants; p++) {
			given.participants(Requests.participant("p" + p));
		}
		given.settle();
		int moves = 0;
		for (int p = 0; p < participants; p++) {
			moves += given.without("p" + p).settle().moves().size();
			given.participants(Requests.participant("p" + p));
			moves += given.settle().moves().size();
		}
		// each shard leaves once and something comes back once, but for rounding
		assertThat(moves).isLessThanOrEqualTo((int) (2 * 256 * 1.05) + participants);
	}

	@Test
	void nothingThatIsPossibleMovesFewerInSmallCases() {
		for (long seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			int shards = 1 + random.nextInt(6);
			int participants = 1 + random.nextInt(3);
			Requests given = new Requests().shards(shards);
			for (int p = 0; p < participants; p++) {
				given.participants(Requests.weighing("p" + p, 1 + random.nextInt(2)));
			}
			for (int s = 1; s <= shards; s++) {
				given.owner("s" + s, "p" + random.nextInt(participants + 1));
			}
			assertThat(given.plan().moves()).as("seed %d", seed).hasSize(fewest(given, new int[shards], 0));
		}
	}

	/** Tries every assignment whose counts are floor or ceiling of the even shares. */
	private static int fewest(Requests given, int[] chosen, int next) {
		if (next == chosen.length) {
			return moves(given, chosen);
		}
		int fewest = Integer.MAX_VALUE;
		for (int p = 0; p < given.participants.size(); p++) {
			chosen[next] = p;
			fewest = Math.min(fewest, fewest(given, chosen, next + 1));
		}
		return fewest;
	}

	private static int moves(Requests given, int[] chosen) {
		double weights = given.participants.stream().mapToDouble(Participant::weight).sum();
		int moves = 0;
		for (int p = 0; p < given.participants.size(); p++) {
			int number = p;
			long count = Arrays.stream(chosen).filter((choice) -> choice == number).count();
			double share = chosen.length * given.participants.get(p).weight() / weights;
			if (count < Math.floor(share + 1e-9) || count > Math.ceil(share - 1e-9)) {
				return Integer.MAX_VALUE;
			}
		}
		for (int s = 0; s < chosen.length; s++) {
			moves += given.owners.get("s" + (s + 1)).equals("p" + chosen[s]) ? 0 : 1;
		}
		return moves;
	}

}
