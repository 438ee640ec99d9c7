package dev.sm.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static dev.sm.shard.Requests.draining;
import static dev.sm.shard.Requests.participant;
import static dev.sm.shard.Requests.tagged;
import static dev.sm.shard.Requests.zoned;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who keeps copies by a plan.
 */
class StandbysTests {

	private static final int SEEDS = 500;

	private final Requests given = new Requests();

	@Test
	void copyGoesToAnotherParticipant() {
		this.given.shard(copied("s1", 1)).participants(participant("a"), participant("b")).owner("s1", "a");
		Plan plan = this.given.plan();
		assertThat(plan.standbys()).isEqualTo(Map.of("s1", List.of("b")));
		assertThat(plan.copies()).containsExactly(new Plan.Move("s1", null, "b", "asks for 1 standby"));
		assertThat(plan.missing()).isEmpty();
	}

	@Test
	void copyGoesToAnotherZone() {
		this.given.shards(6, (id) -> copied(id, 1));
		this.given.participants(zoned("a1", "a"), zoned("a2", "a"), zoned("b1", "b"), zoned("b2", "b"));
		Plan plan = this.given.plan();
		plan.standbys()
			.forEach((shard, standbys) -> assertThat(standbys.get(0).charAt(0))
				.isNotEqualTo(plan.targets().get(shard).charAt(0)));
	}

	@Test
	void copyInTheOwnersZoneMovesWhenThereIsAnother() {
		this.given.shard(copied("s1", 1)).participants(zoned("a1", "a"), zoned("a2", "a"));
		this.given.owner("s1", "a1").standbys.put("s1", List.of("a2"));
		assertThat(this.given.plan().copies()).isEmpty();
		this.given.participants(zoned("b1", "b"));
		assertThat(this.given.plan().copies())
			.containsExactly(new Plan.Move("s1", "a2", "b1", "to spread the shard over zones"));
	}

	@Test
	void zonesMeanNothingWhereTheyAreNotToBeSpreadOver() {
		this.given.options = new PlanOptions(0.1, false);
		this.given.shard(copied("s1", 1)).participants(zoned("a1", "a"), zoned("a2", "a"), zoned("b1", "b"));
		this.given.owner("s1", "a1").standbys.put("s1", List.of("a2"));
		assertThat(this.given.plan().copies()).isEmpty();
	}

	@Test
	void firstInLineBecomesOwnerWhenTheOwnerGoes() {
		this.given.shard(copied("s1", 2)).shard(copied("s2", 2));
		this.given.participants(participant("a"), participant("c"), participant("d"));
		this.given.owner("s1", "gone").standbys.put("s1", List.of("d", "c"));
		this.given.owner("s2", "a").standbys.put("s2", List.of("gone", "c"));
		Plan plan = this.given.plan();
		assertThat(plan.targets()).isEqualTo(Map.of("s1", "d", "s2", "a"));
		assertThat(plan.standbys()).isEqualTo(Map.of("s1", List.of("c", "a"), "s2", List.of("c", "d")));
		assertThat(plan.copies()).containsExactly(new Plan.Move("s1", null, "a", "asks for 2 standbys"),
				new Plan.Move("s2", null, "d", "asks for 2 standbys, and 'gone' is gone"));
	}

	@Test
	void someStandbyBecomesOwnerAndFewOthersMove() {
		this.given.shards(30, (id) -> copied(id, 2));
		this.given.participants(participant("a"), participant("b"), participant("c"), participant("d"));
		Plan before = this.given.settle();
		Plan plan = this.given.without("b").plan();
		before.targets().forEach((shard, owner) -> {
			if (owner.equals("b")) {
				assertThat(plan.targets().get(shard)).isIn(before.standbys().get(shard));
			}
		});
		assertThat(plan.moves()).hasSize(Requests.counts(before).get("b"));
	}

	@Test
	void ownerWaitsInLineWhenItsShardMovesToAStandby() {
		this.given.shard(copied("s1", 1)).participants(participant("a"), participant("b"), participant("c"));
		this.given.owner("s1", "a").standbys.put("s1", List.of("b"));
		this.given.preferred.put("s1", "b");
		Plan plan = this.given.plan();
		assertThat(plan.standbys()).isEqualTo(Map.of("s1", List.of("a")));
		assertThat(plan.copies()).containsExactly(new Plan.Move("s1", null, "a", "it was the owner"));
	}

	@Test
	void drainedOwnerHandsOverToAStandby() {
		this.given.shards(4, (id) -> copied(id, 1)).participants(draining("a"), participant("b"), participant("c"));
		for (int i = 1; i <= 4; i++) {
			this.given.owner("s" + i, "a").standbys.put("s" + i, List.of((i % 2 == 0) ? "b" : "c"));
		}
		Plan plan = this.given.plan();
		this.given.standbys
			.forEach((shard, standbys) -> assertThat(plan.targets()).containsEntry(shard, standbys.get(0)));
	}

	@Test
	void drainingParticipantGivesItsCopiesUp() {
		this.given.shard(copied("s1", 1)).participants(participant("a"), draining("b"), participant("c"));
		this.given.owner("s1", "a").standbys.put("s1", List.of("b"));
		assertThat(this.given.plan().copies()).containsExactly(new Plan.Move("s1", "b", "c", "'b' is draining"));
	}

	@Test
	void copyThatIsNotAskedForAnyMoreIsGivenUp() {
		this.given.shard(ShardSpec.of("s1")).participants(participant("a"), participant("b")).owner("s1", "a");
		this.given.standbys.put("s1", List.of("b"));
		Plan plan = this.given.plan();
		assertThat(plan.standbys()).isEmpty();
		assertThat(plan.copies()).containsExactly(new Plan.Move("s1", "b", null, "asks for 0 standbys"));
	}

	@Test
	void standbyWithoutAPlaceHasAReason() {
		this.given.shard(copied("s1", 2)).participants(participant("a"), participant("b"));
		this.given.shard(ShardSpec.builder("t1").tags("gpu").standbys(1).build()).participants(tagged("c", "gpu"));
		assertThat(this.given.plan().missing())
			.isEqualTo(Map.of("t1", "0 of 1 standbys: no other participant is there with the tags [gpu]"));
		this.given.without("c");
		assertThat(this.given.plan().missing()).containsEntry("s1", "1 of 2 standbys: only 1 of 1 others is there");
	}

	@Test
	void newParticipantIsGivenCopies() {
		this.given.shards(40, (id) -> copied(id, 1));
		this.given.participants(participant("a"), participant("b"), participant("c"));
		this.given.settle();
		Plan plan = this.given.participants(participant("d")).plan();
		assertThat(copies(plan).get("d")).isBetween(8, 11);
		assertThat(plan.copies()).hasSizeLessThanOrEqualTo(20);
	}

	@Test
	void standbysAreNeverTheOwnerAndTheirCountHolds() {
		forAll(RandomRequests::anything, (given) -> {
			Plan plan = given.plan();
			Map<String, Participant> participants = given.participants.stream()
				.collect(Collectors.toMap(Participant::id, Function.identity()));
			for (ShardSpec shard : given.shards) {
				List<String> standbys = plan.standbys().getOrDefault(shard.id(), List.of());
				assertThat(standbys).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(shard.standbys());
				assertThat(standbys).doesNotContain(plan.targets().getOrDefault(shard.id(), ""));
				assertThat(plan.missing().containsKey(shard.id())).isEqualTo(standbys.size() < shard.standbys());
				standbys.forEach((id) -> {
					assertThat(participants.get(id).draining()).isFalse();
					assertThat(participants.get(id).weight()).isPositive();
					assertThat(participants.get(id).tags()).containsAll(shard.tags());
					assertThat(given.excluded.getOrDefault(shard.id(), Set.of())).doesNotContain(id);
				});
			}
		});
	}

	@Test
	void zonesAreSpreadAsFarAsTheyGo() {
		forAll(RandomRequests::copied, (given) -> {
			Plan plan = given.plan();
			Map<String, String> zones = given.participants.stream()
				.collect(Collectors.toMap(Participant::id, Participant::zone));
			long known = zones.values().stream().filter((zone) -> !zone.isEmpty()).distinct().count();
			plan.standbys().forEach((shard, standbys) -> {
				Set<String> used = standbys.stream().map(zones::get).collect(Collectors.toSet());
				used.add(zones.get(plan.targets().get(shard)));
				assertThat(used.stream().filter((zone) -> !zone.isEmpty()).count())
					.isEqualTo(Math.min(known, standbys.size() + 1));
			});
		});
	}

	@Test
	void aLostParticipantChangesNoOtherCopies() {
		forAll(RandomRequests::copied, (given) -> {
			if (given.participants.stream().allMatch((participant) -> participant.zone().isEmpty())) {
				Plan before = given.settle();
				Plan plan = given.without("p0").plan();
				long lost = before.targets().values().stream().filter("p0"::equals).count()
						+ before.standbys().values().stream().filter((standbys) -> standbys.contains("p0")).count();
				assertThat((long) plan.copies().size()).isLessThanOrEqualTo(lost + plan.moves().size());
			}
		});
	}

	private static ShardSpec copied(String id, int standbys) {
		return ShardSpec.builder(id).standbys(standbys).build();
	}

	private static Map<String, Integer> copies(Plan plan) {
		Map<String, Integer> counts = new HashMap<>();
		plan.standbys().values().forEach((standbys) -> standbys.forEach((id) -> counts.merge(id, 1, Integer::sum)));
		return counts;
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
