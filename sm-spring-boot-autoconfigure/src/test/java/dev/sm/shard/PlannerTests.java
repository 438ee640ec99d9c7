package dev.sm.shard;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static dev.sm.shard.Requests.counts;
import static dev.sm.shard.Requests.draining;
import static dev.sm.shard.Requests.limited;
import static dev.sm.shard.Requests.participant;
import static dev.sm.shard.Requests.tagged;
import static dev.sm.shard.Requests.weighing;
import static dev.sm.shard.Requests.zoned;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Planner}.
 */
class PlannerTests {

	private final Requests given = new Requests();

	@Test
	void placesNothingWhenThereIsNothing() {
		assertThat(this.given.plan()).isEqualTo(new Plan(Map.of(), java.util.List.of(), Map.of()));
	}

	@Test
	void sharesShardsOutEvenly() {
		this.given.shards(10).participants(participant("a"), participant("b"), participant("c"));
		assertThat(counts(this.given.plan()).values()).containsExactlyInAnyOrder(4, 3, 3);
	}

	@Test
	void newParticipantTakesFloorOfTheEvenShareAndNothingElseMoves() {
		this.given.shards(64).participants(participant("a"), participant("b"), participant("c"), participant("d"));
		this.given.settle();
		this.given.participants(participant("e"));
		Plan plan = this.given.plan();
		assertThat(plan.moves()).hasSize(12).allMatch((move) -> "e".equals(move.to()));
		assertThat(plan.moves().get(0).reason()).matches("for balance: '[abcd]' held 16, even share is 12 to 13");
	}

	@Test
	void lostParticipantMovesItsShardsAlone() {
		this.given.shards(65).participants(participant("a"), participant("b"), participant("c"), participant("d"));
		int lost = counts(this.given.settle()).get("b");
		Plan plan = this.given.without("b").plan();
		assertThat(plan.moves()).hasSize(lost)
			.allMatch((move) -> move.from() == null && move.reason().equals("participant 'b' is gone"));
	}

	@Test
	void participantsCountByWeight() {
		this.given.shards(12).participants(weighing("a", 1), weighing("b", 2), weighing("c", 0));
		assertThat(counts(this.given.plan())).isEqualTo(Map.of("a", 4, "b", 8));
	}

	@Test
	void drainingParticipantHandsOffAll() {
		this.given.shards(4).participants(draining("a"), participant("b"));
		this.given.owner("s1", "a").owner("s2", "a").owner("s3", "b");
		Plan plan = this.given.plan();
		assertThat(plan.targets().values()).containsOnly("b");
		assertThat(plan.moves()).extracting(Plan.Move::reason)
			.containsExactly("it had no owner", "'a' is draining", "'a' is draining");
	}

	@Test
	void drainingParticipantKeepsWhatNobodyElseMayOwn() {
		this.given.shards(1).participants(draining("a")).owner("s1", "a");
		Plan plan = this.given.plan();
		assertThat(plan.targets()).containsEntry("s1", "a");
		assertThat(plan.moves()).isEmpty();
		assertThat(plan.notes()).containsEntry("s1",
				"stays on 'a', which is draining: the only eligible participant is draining");
	}

	@Test
	void shardWithoutOwnerIsNotGivenToADrainingParticipant() {
		this.given.shards(1).participants(draining("a"), draining("b"));
		assertThat(this.given.plan().unplaced()).containsEntry("s1", "all 2 eligible participants are draining");
	}

	@Test
	void pinWins() {
		this.given.shard(ShardSpec.builder("s1").pin("b").build()).participants(participant("a"), participant("b"));
		this.given.owner("s1", "a");
		assertThat(this.given.plan().moves()).containsExactly(new Plan.Move("s1", "a", "b", "pinned to 'b'"));
	}

	@Test
	void pinToAnUnknownParticipantLeavesTheShardUnplaced() {
		this.given.shard(ShardSpec.builder("s1").pin("p9").build()).participants(participant("a"));
		this.given.owner("s1", "a");
		Plan plan = this.given.plan();
		assertThat(plan.unplaced()).containsEntry("s1", "pinned to 'p9', which is not there");
		assertThat(plan.moves()).containsExactly(new Plan.Move("s1", "a", null, "pinned to 'p9'"));
	}

	@Test
	void pinnedShardsCountInTheBalance() {
		this.given.shards(2, (id) -> ShardSpec.builder(id).pin("a").build());
		this.given.shard(ShardSpec.of("x1")).shard(ShardSpec.of("x2"));
		this.given.participants(participant("a"), participant("b"));
		assertThat(counts(this.given.plan())).isEqualTo(Map.of("a", 2, "b", 2));
	}

	@Test
	void preferenceIsFollowed() {
		this.given.shards(1).participants(participant("a"), participant("b")).owner("s1", "a");
		this.given.preferred.put("s1", "b");
		assertThat(this.given.plan().moves()).containsExactly(new Plan.Move("s1", "a", "b", "moved to 'b' by request"));
	}

	@Test
	void preferenceForADrainingOrUnknownParticipantIsIgnored() {
		this.given.shards(2).participants(participant("a"), draining("b"));
		this.given.preferred.putAll(Map.of("s1", "b", "s2", "zz"));
		assertThat(counts(this.given.plan())).isEqualTo(Map.of("a", 2));
	}

	@Test
	void tagsAreRequired() {
		this.given.shards(3, (id) -> ShardSpec.builder(id).tags("gpu").build());
		this.given.participants(participant("a"), tagged("b", "gpu", "ssd")).owner("s1", "a");
		Plan plan = this.given.plan();
		assertThat(counts(plan)).isEqualTo(Map.of("b", 3));
		assertThat(plan.moves().get(2).reason()).isEqualTo("'a' lacks the tags [gpu]");
	}

	@Test
	void tagsThatNobodyHasAreNamed() {
		this.given.shard(ShardSpec.builder("s1").tags("gpu").build()).participants(participant("a"));
		assertThat(this.given.plan().unplaced()).containsEntry("s1", "no participant has the tags [gpu]");
	}

	@Test
	void shardsThatNeedTagsLeaveRoomForOthers() {
		this.given.shards(4, (id) -> ShardSpec.builder(id).tags("gpu").build());
		for (int i = 0; i < 8; i++) {
			this.given.shard(ShardSpec.of("x" + i));
		}
		this.given.participants(tagged("a", "gpu"), participant("b"), participant("c"));
		assertThat(counts(this.given.plan())).isEqualTo(Map.of("a", 4, "b", 4, "c", 4));
	}

	@Test
	void fullParticipantsLeaveShardsUnplaced() {
		this.given.shards(7).participants(limited("a", 2), limited("b", 2), limited("c", 2));
		Plan plan = this.given.plan();
		assertThat(plan.targets()).hasSize(6);
		assertThat(plan.unplaced().values()).containsExactly("all 3 eligible participants are full (max-shards)");
	}

	@Test
	void whatALimitedParticipantCannotTakeGoesToOthers() {
		this.given.shards(9).participants(limited("a", 1), participant("b"), participant("c"));
		assertThat(counts(this.given.plan())).isEqualTo(Map.of("a", 1, "b", 4, "c", 4));
	}

	@Test
	void shardLeavesAParticipantThatItFailedOn() {
		this.given.shards(1).participants(participant("a"), participant("b")).owner("s1", "a");
		this.given.excluded.put("s1", Set.of("a"));
		assertThat(this.given.plan().moves()).containsExactly(new Plan.Move("s1", "a", "b", "it failed on 'a'"));
	}

	@Test
	void shardThatFailedEverywhereIsUnplaced() {
		this.given.shards(1).participants(participant("a")).owner("s1", "a");
		this.given.excluded.put("s1", Set.of("a"));
		assertThat(this.given.plan().unplaced()).containsEntry("s1", "failed on every eligible participant");
	}

	@Test
	void noParticipantsLeaveEverythingUnplaced() {
		this.given.shards(1).owner("s1", "a");
		Plan plan = this.given.plan();
		assertThat(plan.unplaced()).containsEntry("s1", "there are no participants");
		assertThat(plan.moves()).isEmpty();
	}

	@Test
	void zonesGetEvenSharesFirst() {
		this.given.shards(4);
		this.given.participants(zoned("a", "z1"), zoned("b", "z1"), zoned("c", "z1"), zoned("d", "z2"),
				zoned("e", "z2"), zoned("f", "z2"));
		Map<String, Integer> counts = counts(this.given.plan());
		assertThat(counts.keySet().stream().filter(Set.of("a", "b", "c")::contains)).hasSize(2);
	}

	@Test
	void groupsAreBalancedApart() {
		this.given.shards(4, (id) -> ShardSpec.builder(id).group("g").build());
		this.given.shard(ShardSpec.of("x1")).shard(ShardSpec.of("x2"));
		this.given.participants(participant("a"), participant("b"));
		this.given.owner("x1", "a").owner("x2", "a").owner("s1", "b").owner("s2", "b").owner("s3", "b");
		Plan plan = this.given.plan();
		assertThat(plan.targets().get("x1")).isNotEqualTo(plan.targets().get("x2"));
		assertThat(counts(plan)).isEqualTo(Map.of("a", 3, "b", 3));
	}

	@Test
	void heavyShardsAreSpreadByWeight() {
		this.given.shard(ShardSpec.builder("s1").weight(3).build()).shards
			.addAll(java.util.List.of(ShardSpec.of("s2"), ShardSpec.of("s3"), ShardSpec.of("s4")));
		this.given.participants(participant("a"), participant("b"));
		assertThat(counts(this.given.plan()).values()).containsExactlyInAnyOrder(1, 3);
	}

	@Test
	void heavyLoadIsExchangedWithoutChangingCounts() {
		this.given.shards(8).participants(participant("a"), participant("b"));
		for (int i = 1; i <= 8; i++) {
			this.given.owner("s" + i, (i <= 4) ? "a" : "b");
			this.given.loads.put("s" + i, ShardLoad.of((i <= 4) ? 9 : 1));
		}
		Plan plan = this.given.plan();
		assertThat(counts(plan)).isEqualTo(Map.of("a", 4, "b", 4));
		assertThat(plan.moves()).hasSize(4)
			.allMatch((move) -> move.reason()
				.startsWith(move.from().equals("a") ? "for balance: 'a' had load " : "for balance: in exchange for "));
	}

	@Test
	void newParticipantTakesItsShareOfTheLoadWithinTheTolerance() {
		for (int p = 0; p < 20; p++) {
			this.given.participants(participant("p" + p));
		}
		this.given.shards(2000, (id) -> ShardSpec.builder(id).weight(1 + id.hashCode() % 3).build());
		this.given.settle();
		Plan plan = this.given.participants(participant("new")).plan();
		assertThat(plan.moves()).allMatch((move) -> "new".equals(move.to()));
		assertThat(counts(plan).get("new")).isBetween(60, 120);
	}

	@Test
	void oddLoadsCountAsNotMeasured() {
		this.given.shards(3).participants(participant("a"), participant("b"));
		this.given.loads.putAll(Map.of("s1", ShardLoad.of(Double.NaN), "s2", ShardLoad.of(-1), "s3",
				ShardLoad.of(Double.POSITIVE_INFINITY)));
		assertThat(this.given.plan().targets()).hasSize(3);
	}

	@Test
	void urgentMovesComeFirst() {
		this.given.shards(7).shard(ShardSpec.builder("t1").tags("gpu").build());
		this.given.participants(participant("a"), tagged("b", "gpu"), draining("c"));
		this.given.owner("t1", "a").owner("s1", "c").owner("s2", "gone");
		for (int i = 3; i <= 7; i++) {
			this.given.owner("s" + i, "a");
		}
		assertThat(this.given.plan().moves()).extracting(Plan.Move::reason)
			.containsExactly("participant 'gone' is gone", "'c' is draining", "'a' lacks the tags [gpu]",
					"for balance: 'a' held 5, even share is 4");
	}

	@Test
	void sameIdTwiceIsOneShard() {
		this.given.shards(2).shards(2).participants(participant("a"), participant("a"));
		assertThat(this.given.plan().targets()).isEqualTo(Map.of("s1", "a", "s2", "a"));
	}

	@Test
	void evenTotalsStayWhateverTheirParts() {
		this.given.shards(4, (id) -> ShardSpec.builder(id).tags("gpu").build());
		for (int i = 1; i <= 4; i++) {
			this.given.shard(ShardSpec.of("x" + i)).owner("s" + i, "a").owner("x" + i, "b");
		}
		this.given.participants(tagged("a", "gpu"), tagged("b", "gpu"));
		assertThat(this.given.plan().moves()).isEmpty();
	}

	@Test
	void overlappingRequirementsEvenOut() {
		this.given.shards(10, (id) -> ShardSpec.builder(id).tags("left").build());
		for (int i = 1; i <= 11; i++) {
			this.given.shard(ShardSpec.builder("x" + i).tags("right").build());
		}
		this.given.participants(tagged("a", "left"), tagged("b", "left", "right"), tagged("c", "right"));
		assertThat(counts(this.given.plan())).isEqualTo(Map.of("a", 7, "b", 7, "c", 7));
	}

	@Test
	void shardThatFailedMovesAlone() {
		this.given.shards(10).participants(participant("a"), participant("b"), participant("c"));
		Plan before = this.given.settle();
		String full = counts(before).entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == 4)
			.findAny()
			.orElseThrow()
			.getKey();
		String failed = before.targets()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(full))
			.findAny()
			.orElseThrow()
			.getKey();
		this.given.excluded.put(failed, Set.of(full));
		assertThat(this.given.plan().moves()).singleElement().satisfies((move) -> {
			assertThat(move.shardId()).isEqualTo(failed);
			assertThat(move.reason()).isEqualTo("it failed on '" + full + "'");
		});
	}

	@Test
	void everyMetricIsBalanced() {
		for (int i = 1; i <= 16; i++) {
			this.given.shard(ShardSpec.of("s" + i)).owner("s" + i, (i <= 8) ? "a" : "b");
			this.given.loads.put("s" + i, ShardLoad.of("cpu", (i <= 8) ? 9 : 1).and("bytes", (i <= 8) ? 1000 : 9000));
		}
		this.given.participants(participant("a"), participant("b"));
		Plan plan = this.given.plan();
		assertThat(counts(plan)).isEqualTo(Map.of("a", 8, "b", 8));
		for (String metric : Set.of("cpu", "bytes")) {
			double a = plan.targets()
				.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().equals("a"))
				.mapToDouble((entry) -> this.given.loads.get(entry.getKey()).value(metric))
				.sum();
			double all = this.given.loads.values().stream().mapToDouble((load) -> load.value(metric)).sum();
			assertThat(a / all).as(metric).isBetween(0.45, 0.55);
		}
		assertThat(plan.moves())
			.anySatisfy((move) -> assertThat(move.reason()).matches("for balance: '[ab]' had (cpu|bytes) .*"));
	}

	@Test
	void shardThatHasJustMovedRestsFromLoad() {
		this.given.shards(8).participants(participant("a"), participant("b"));
		for (int i = 1; i <= 8; i++) {
			this.given.owner("s" + i, (i <= 4) ? "a" : "b");
			this.given.loads.put("s" + i, ShardLoad.of((i <= 4) ? 9 : 1));
		}
		this.given.resting.addAll(Set.of("s1", "s2", "s3"));
		assertThat(this.given.plan().moves()).extracting(Plan.Move::shardId).containsExactlyInAnyOrder("s4", "s8");
	}

	@Test
	void shardThatIsTooHotIsReportedAndLeftAlone() {
		for (int i = 1; i <= 12; i++) {
			this.given.shard(ShardSpec.builder("s" + i).weight((i == 1) ? 30.0 : 1).build());
			this.given.owner("s" + i, (i <= 4) ? "a" : (i <= 8) ? "b" : "c");
		}
		this.given.participants(participant("a"), participant("b"), participant("c"));
		Plan plan = this.given.plan();
		assertThat(plan.hot()).isEqualTo(Map.of("s1", "too hot for any participant: its weight of 30.00 takes the even "
				+ "share of a participant of weight 2.20; split it, or ask for standbys to read"));
		assertThat(plan.targets()).containsEntry("s1", "a");
		assertThat(plan.targets().values().stream().filter("a"::equals)).hasSizeLessThanOrEqualTo(4);
	}

	@Test
	void shardThatIsTooHotIsReadFromStandbysOnlyIfItAsksForThem() {
		this.given.shards(12).participants(participant("a"), participant("b"), participant("c"));
		this.given.settle();
		this.given.shards.forEach(
				(shard) -> this.given.loads.put(shard.id(), ShardLoad.of("cpu", shard.id().equals("s1") ? 800 : 9)));
		assertThat(this.given.plan().standbys()).isEmpty();
		this.given.shards
			.replaceAll((shard) -> shard.id().equals("s1") ? shard.toBuilder().standbys(2).build() : shard);
		Plan plan = this.given.plan();
		assertThat(plan.standbys().get("s1")).hasSize(2);
		assertThat(plan.hot().get("s1")).startsWith("too hot for any participant: its cpu of 800.0 takes")
			.endsWith("2 standbys can be read instead");
	}

	@Test
	void fewShardsOnManyParticipantsAreNotHot() {
		this.given.shards(3)
			.participants(participant("a"), participant("b"), participant("c"), participant("d"), participant("e"));
		assertThat(this.given.plan().hot()).isEmpty();
	}

	@Test
	void mostUsefulMovesComeFirst() {
		for (int i = 1; i <= 30; i++) {
			this.given.shard(ShardSpec.builder("s" + i).weight((i % 10 == 0) ? 5 : (i % 3) + 0.5).build());
			this.given.owner("s" + i, (i <= 20) ? "a" : "b");
		}
		this.given.participants(participant("a"), participant("b"), participant("c"));
		assertThat(this.given.plan().moves().get(0).from()).isEqualTo("a");
		assertThat(this.given.plan().moves().get(0).shardId()).isIn("s10", "s20");
	}

}
