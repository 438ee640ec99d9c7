package dev.sm.shard;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes requests from a seed.
 */
final class RandomRequests {

	private static final String[] TAGS = { "gpu", "ssd", "eu" };

	private final Random random;

	RandomRequests(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Shards and participants that differ in nothing, with any owners.
	 * @return the request
	 */
	Requests plain() {
		Requests requests = new Requests().shards(this.random.nextInt(200));
		int participants = 1 + this.random.nextInt(12);
		for (int p = 0; p < participants; p++) {
			requests.participants(Requests.participant("p" + p));
		}
		return owners(requests, participants);
	}

	/**
	 * As {@link #plain()}, with participants of any weight in any zone.
	 * @return the request
	 */
	Requests weighted() {
		Requests requests = new Requests().shards(this.random.nextInt(200));
		int participants = 1 + this.random.nextInt(12);
		for (int p = 0; p < participants; p++) {
			requests.participants(new Participant("p" + p, "z" + this.random.nextInt(3), 1 + this.random.nextInt(5),
					null, Set.of(), false));
		}
		return owners(requests, participants);
	}

	/**
	 * As {@link #plain()}, with shards of any weight.
	 * @return the request
	 */
	Requests heavy() {
		Requests requests = new Requests().shards(this.random.nextInt(200),
				(id) -> ShardSpec.builder(id).weight(1 + this.random.nextInt(9)).build());
		int participants = 1 + this.random.nextInt(12);
		for (int p = 0; p < participants; p++) {
			requests.participants(Requests.participant("p" + p));
		}
		requests.options = new PlanOptions(this.random.nextDouble() * 0.5, true);
		return owners(requests, participants);
	}

	/**
	 * Everything that a request may have.
	 * @return the request
	 */
	Requests anything() {
		int participants = this.random.nextInt(8);
		boolean sameWeight = this.random.nextBoolean();
		Requests requests = new Requests().shards(this.random.nextInt(60), (id) -> anyShard(id, sameWeight));
		for (int p = 0; p < participants; p++) {
			requests.participants(anyParticipant("p" + p));
		}
		owners(requests, 9);
		for (ShardSpec shard : requests.shards) {
			if (chance(10)) {
				requests.preferred.put(shard.id(), "p" + this.random.nextInt(9));
			}
			if (chance(20)) {
				requests.resting.add(shard.id());
			}
			if (chance(10)) {
				requests.excluded.put(shard.id(),
						Set.of("p" + this.random.nextInt(9), "p" + this.random.nextInt(9) + "x"));
			}
		}
		for (ShardSpec shard : requests.shards) {
			if (chance(4)) {
				requests.standbys.put(shard.id(), List.of("p" + this.random.nextInt(9), "p" + this.random.nextInt(9)));
			}
		}
		if (chance(3)) {
			boolean several = this.random.nextBoolean();
			requests.shards.forEach((shard) -> requests.loads.put(shard.id(), anyLoad(several)));
		}
		requests.options = new PlanOptions(this.random.nextDouble(), this.random.nextBoolean());
		return requests;
	}

	/**
	 * Shards with standbys, on participants in zones.
	 * @return the request
	 */
	Requests copied() {
		int standbys = 1 + this.random.nextInt(2);
		Requests requests = new Requests().shards(this.random.nextInt(100),
				(id) -> ShardSpec.builder(id).standbys(standbys).build());
		int participants = 2 + this.random.nextInt(11);
		int zones = 1 + this.random.nextInt(4);
		for (int p = 0; p < participants; p++) {
			requests.participants(Requests.zoned("p" + p, (zones > 1) ? "z" + this.random.nextInt(zones) : ""));
		}
		return requests;
	}

	void shuffle(Requests requests) {
		Collections.shuffle(requests.shards, this.random);
		Collections.shuffle(requests.participants, this.random);
	}

	private Requests owners(Requests requests, int participants) {
		for (ShardSpec shard : requests.shards) {
			if (!chance(10)) {
				requests.owner(shard.id(),
						"p" + Math.min(this.random.nextInt(participants + 1), this.random.nextInt(participants + 1)));
			}
		}
		return requests;
	}

	private ShardSpec anyShard(String id, boolean sameWeight) {
		return ShardSpec.builder(id)
			.weight(sameWeight ? 1 : 1 + this.random.nextInt(5))
			.pin(chance(10) ? "p" + this.random.nextInt(9) : null)
			.group(chance(3) ? "g" + this.random.nextInt(3) : "")
			.tags(anyTags(4))
			.standbys(chance(3) ? this.random.nextInt(4) : 0)
			.build();
	}

	private Participant anyParticipant(String id) {
		return new Participant(id, "z" + this.random.nextInt(3), chance(8) ? 0 : 1 + this.random.nextInt(3),
				chance(3) ? this.random.nextInt(20) : null, anyTags(2), chance(6));
	}

	private ShardLoad anyLoad(boolean several) {
		ShardLoad load = ShardLoad.of("cpu", this.random.nextDouble() * 10 - 0.5);
		return several ? load.and("bytes", this.random.nextDouble() * 1000) : load;
	}

	private Set<String> anyTags(int oneIn) {
		Set<String> tags = new HashSet<>();
		for (String tag : TAGS) {
			if (chance(oneIn)) {
				tags.add(tag);
			}
		}
		return tags;
	}

	private boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

}
