package dev.sm.shard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static dev.sm.shard.Requests.counts;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every plan, tried on requests made from seeds.
 */
class PlannerPropertiesTests {

	private static final int SEEDS = 1000;

	@Test
	void everyShardIsEitherPlacedOrUnplacedWithAReason() {
		forAll(RandomRequests::anything, (given) -> {
			Plan plan = given.plan();
			Set<String> all = given.shards.stream().map(ShardSpec::id).collect(Collectors.toSet());
			assertThat(plan.unplaced().keySet()).noneMatch(plan.targets()::containsKey);
			Set<String> seen = new TreeSet<>(plan.targets().keySet());
			seen.addAll(plan.unplaced().keySet());
			assertThat(seen).isEqualTo(new TreeSet<>(all));
			assertThat(plan.unplaced().values()).noneMatch(String::isBlank);
		});
	}

	@Test
	void ownersAreEligible() {
		forAll(RandomRequests::anything, (given) -> {
			Plan plan = given.plan();
			Map<String, Participant> participants = given.participants.stream()
				.collect(Collectors.toMap(Participant::id, Function.identity()));
			for (ShardSpec shard : given.shards) {
				String target = plan.targets().get(shard.id());
				if (target != null) {
					Participant owner = participants.get(target);
					assertThat(owner.weight()).isPositive();
					assertThat(owner.tags()).containsAll(shard.tags());
					assertThat(given.excluded.getOrDefault(shard.id(), Set.of())).doesNotContain(target);
					assertThat(shard.pin()).isIn(null, target);
					assertThat(owner.draining()).isEqualTo(plan.notes().containsKey(shard.id()));
				}
			}
		});
	}

	@Test
	void limitsHold() {
		forAll(RandomRequests::anything, (given) -> {
			Map<String, Integer> counts = counts(given.plan());
			given.participants.stream()
				.filter((participant) -> participant.maxShards() != null && !participant.draining())
				.forEach((participant) -> assertThat(counts.getOrDefault(participant.id(), 0))
					.isLessThanOrEqualTo(participant.maxShards()));
		});
	}

	@Test
	void movesAreTheDifferenceBetweenOwnersAndTargets() {
		forAll(RandomRequests::anything, (given) -> {
			Plan plan = given.plan();
			Set<String> there = given.participants.stream().map(Participant::id).collect(Collectors.toSet());
			Map<String, String> after = new HashMap<>(given.owners);
			after.values().retainAll(there);
			plan.moves().forEach((move) -> {
				assertThat(move.from()).isEqualTo(after.get(move.shardId())).isNotEqualTo(move.to());
				after.remove(move.shardId());
				if (move.to() != null) {
					after.put(move.shardId(), move.to());
				}
			});
			assertThat(after).isEqualTo(plan.targets());
		});
	}

	@Test
	void planningAgainMovesNothing() {
		forAll(RandomRequests::anything, (given) -> {
			if (given.promotes()) {
				given.settle();
			}
			Plan first = given.settle();
			Plan second = given.plan();
			assertThat(second.moves()).isEmpty();
			assertThat(second.copies()).isEmpty();
			assertThat(second.standbys()).isEqualTo(first.standbys());
			assertThat(second.targets()).isEqualTo(first.targets());
			assertThat(second.unplaced()).isEqualTo(first.unplaced());
		});
	}

	@Test
	void orderOfCollectionsMeansNothing() {
		for (int seed = 0; seed < SEEDS; seed++) {
			RandomRequests random = new RandomRequests(seed);
			Requests given = random.anything();
			Plan plan = given.plan();
			random.shuffle(given);
			assertThat(given.plan()).as("seed %d", seed).isEqualTo(plan);
		}
	}

	@Test
	void countsAreFloorOrCeilingOfTheWeightedShare() {
		forAll(RandomRequests::weighted, (given) -> {
			Map<String, Integer> counts = counts(given.plan());
			double weights = given.participants.stream().mapToDouble(Participant::weight).sum();
			given.participants.forEach((participant) -> {
				double share = given.shards.size() * participant.weight() / weights;
				assertThat((double) counts.getOrDefault(participant.id(), 0)).isBetween(Math.floor(share + 1e-9),
						Math.ceil(Math.max(0, share - 1e-9)) + 0.0);
			});
		});
	}

	@Test
	void zonesGetFloorOrCeilingOfTheirShare() {
		forAll(RandomRequests::weighted, (given) -> {
			Plan plan = given.plan();
			Map<String, Integer> counts = counts(plan);
			double weights = given.participants.stream().mapToDouble(Participant::weight).sum();
			given.participants.stream().map(Participant::zone).distinct().forEach((zone) -> {
				double share = given.participants.stream()
					.filter((participant) -> participant.zone().equals(zone))
					.mapToDouble(Participant::weight)
					.sum() * given.shards.size() / weights;
				double count = given.participants.stream()
					.filter((participant) -> participant.zone().equals(zone))
					.mapToInt((participant) -> counts.getOrDefault(participant.id(), 0))
					.sum();
				assertThat(count).isBetween(Math.floor(share + 1e-9), Math.ceil(Math.max(0, share - 1e-9)) + 0.0);
			});
		});
	}

	@Test
	void noPlanWithTheSameCountsMovesFewer() {
		forAll(RandomRequests::plain, (given) -> {
			int participants = given.participants.size();
			int[] held = given.participants.stream()
				.mapToInt(
						(participant) -> (int) given.owners.values().stream().filter(participant.id()::equals).count())
				.sorted()
				.toArray();
			int floor = given.shards.size() / participants;
			int ceilings = given.shards.size() % participants;
			int kept = 0;
			for (int i = 0; i < participants; i++) {
				kept += Math.min(held[participants - 1 - i], (i < ceilings) ? floor + 1 : floor);
			}
			assertThat(given.plan().moves()).hasSize(given.shards.size() - kept);
		});
	}

	@Test
	void aLostParticipantMovesItsShardsAlone() {
		forAll(RandomRequests::plain, (given) -> {
			Map<String, Integer> counts = counts(given.settle());
			given.participants(Requests.participant("spare"));
			counts = counts(given.settle());
			int lost = counts.getOrDefault("p0", 0);
			assertThat(given.without("p0").plan().moves()).hasSize(lost);
		});
	}

	@Test
	void aNewParticipantTakesFloorOfItsShareAlone() {
		forAll(RandomRequests::plain, (given) -> {
			given.settle();
			given.participants(Requests.participant("new"));
			assertThat(given.plan().moves()).hasSize(given.shards.size() / given.participants.size())
				.allMatch((move) -> "new".equals(move.to()));
		});
	}

	@Test
	void nothingMovesForLoadWithinTheTolerance() {
		forAll(RandomRequests::heavy, (given) -> {
			given.settle();
			double[] loads = loads(given);
			double even = Arrays.stream(loads).sum() / loads.length;
			double worst = Arrays.stream(loads).max().orElse(0) / even - 1;
			if (worst < 9 && Arrays.stream(loads).min().orElse(0) > 0) {
				given.options = new PlanOptions(worst + 1e-6, true);
				assertThat(given.plan().moves()).isEmpty();
			}
		});
	}

	@Test
	void manySmallShardsEndWithinTheTolerance() {
		forAll(RandomRequests::heavy, (given) -> {
			if (given.shards.size() > 15 * given.participants.size()) {
				given.options = PlanOptions.defaults();
				given.settle();
				double[] loads = loads(given);
				double even = Arrays.stream(loads).sum() / loads.length;
				assertThat(Arrays.stream(loads).max().orElseThrow()).isLessThanOrEqualTo(even * 1.1 + 1e-6);
			}
		});
	}

	private static double[] loads(Requests given) {
		Map<String, Double> weights = given.shards.stream().collect(Collectors.toMap(ShardSpec::id, ShardSpec::weight));
		return given.participants.stream()
			.mapToDouble((participant) -> given.owners.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().equals(participant.id()))
				.mapToDouble((entry) -> weights.get(entry.getKey()))
				.sum())
			.toArray();
	}

	private static void forAll(Function<RandomRequests, Requests> kind, Consumer<Requests> property) {
		for (int seed = 0; seed < SEEDS; seed++) {
			Requests given = kind.apply(new RandomRequests(seed));
			try {
				property.accept(given);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed + ": " + ex.getMessage(), ex);
			}
		}
	}

}
