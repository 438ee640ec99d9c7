package dev.sm.routing;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import dev.sm.manager.ShardManager;
import dev.sm.manager.ShardManagerException;
import dev.sm.shard.Assignment;
import dev.sm.shard.Ownership;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DefaultShardRouterTests {

	private final KnownShards manager = new KnownShards("orders");

	@Test
	void keysOfAServiceAreSpreadOverAllItsFixedShards() {
		ShardRouter router = router(64);
		assertThat(IntStream.range(0, 5000).mapToObj((i) -> router.shardFor("key-" + i)))
			.containsOnly(IntStream.range(0, 64).mapToObj(Integer::toString).toArray(String[]::new));
	}

	@Test
	void mappingOfKeysNeverChanges() {
		ShardRouter router = router(64);
		Map<String, String> shards = new TreeMap<>();
		List.of("", "a", "orders/17", "lodash", "@angular/core", "gr\u00fc\u00dfe")
			.forEach((key) -> shards.put(key, router.shardFor(key)));
		assertThat(shards).hasToString("{=52, @angular/core=54, a=14, gr\u00fc\u00dfe=33, lodash=27, orders/17=30}");
	}

	@Test
	void anotherCountMovesOnlyTheKeysOfTheNewShards() {
		ShardRouter before = router(64);
		ShardRouter after = router(80);
		List<String> moved = IntStream.range(0, 5000)
			.mapToObj((i) -> "key-" + i)
			.filter((key) -> !before.shardFor(key).equals(after.shardFor(key)))
			.toList();
		assertThat(moved).isNotEmpty()
			.allSatisfy((key) -> assertThat(Integer.parseInt(after.shardFor(key))).isBetween(64, 79));
	}

	@Test
	void keysNeedFixedShards() {
		assertThatIllegalStateException().isThrownBy(() -> router(0).shardFor("a"))
			.withMessageContaining("'orders'")
			.withMessageContaining("fixed shards");
	}

	@Test
	void ownerHasAddressAndEpoch() {
		this.manager.own("7", "p1", 12).participant("p1", "http://host:8080");
		assertThat(router(64).ownerOf("7"))
			.contains(new ShardOwner("7", "p1", URI.create("http://host:8080"), 12, ShardOwner.Role.OWNER));
	}

	@Test
	void ownerOfAKeyIsTheOwnerOfItsShard() {
		ShardRouter router = router(64);
		this.manager.own(router.shardFor("lodash"), "p2", 3).participant("p2", null);
		assertThat(router.ownerFor("lodash")).hasValueSatisfying((owner) -> {
			assertThat(owner.participantId()).isEqualTo("p2");
			assertThat(owner.address()).isNull();
		});
	}

	@Test
	void shardWithoutOwnerHasNone() {
		assertThat(router(64).ownerOf("7")).isEmpty();
	}

	@Test
	void participantThatIsGoneOwnsNothing() {
		this.manager.own("7", "p1", 12).participant("p2", null);
		assertThat(router(64).ownerOf("7")).isEmpty();
	}

	@Test
	void laterAssignmentIsSeen() {
		ShardRouter router = router(64);
		this.manager.own("7", "p1", 12).participant("p1", null);
		router.ownerOf("7");
		this.manager.own("7", "p2", 13).participant("p2", "http://other");
		assertThat(router.ownerOf("7")).hasValueSatisfying((owner) -> {
			assertThat(owner.participantId()).isEqualTo("p2");
			assertThat(owner.address()).isEqualTo(URI.create("http://other"));
		});
	}

	@Test
	void addressThatIsNoUriIsNone() {
		this.manager.own("7", "p1", 12).participant("p1", "not a uri");
		assertThat(router(64).ownerOf("7")).hasValueSatisfying((owner) -> assertThat(owner.address()).isNull());
	}

	@Test
	void ownersAreTheOwnerAndThenTheLiveStandbys() {
		this.manager.own("7", "p1", 12)
			.participant("p1", null)
			.participant("p2", "http://p2")
			.standbys("7", "p2", "gone");
		assertThat(router(64).ownersOf("7")).containsExactly(new ShardOwner("7", "p1", null, 12, ShardOwner.Role.OWNER),
				new ShardOwner("7", "p2", URI.create("http://p2"), 12, ShardOwner.Role.STANDBY));
	}

	@Test
	void standbysAnswerForAShardWithoutOwner() {
		this.manager.participant("p2", null).standbys("7", "p2");
		assertThat(router(64).ownersOf("7")).singleElement()
			.satisfies((owner) -> assertThat(owner.role()).isEqualTo(ShardOwner.Role.STANDBY));
	}

	@Test
	void otherServiceHasItsOwnCount() {
		ShardRouter other = new DefaultShardRouter(this.manager, Map.of("orders", 64, "bills", 1)).forService("bills");
		assertThat(other.shardFor("any")).isEqualTo("0");
	}

	@Test
	void routerOfAServiceIsMadeOnce() {
		ShardRouter router = new DefaultShardRouter(this.manager, Map.of("orders", 64, "bills", 1));
		assertThat(router.forService("orders")).isSameAs(router);
		assertThat(router.forService("bills")).isSameAs(router.forService("bills"));
		assertThat(router.forService("bills").forService("orders")).isSameAs(router);
	}

	@Test
	void unknownServiceIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> router(64).forService("nope"))
			.withMessageContaining("orders")
			.withMessageContaining("'nope'");
	}

	private ShardRouter router(int count) {
		return new DefaultShardRouter(this.manager, Map.of("orders", count));
	}

	/**
	 * Knows what a test tells it.
	 */
	private static final class KnownShards implements ShardManager {

		private final String service;

		private Assignment assignment = new Assignment(1, Map.of());

		private ServiceDescription description;

		private KnownShards(String service) {
			this.service = service;
			this.description = new ServiceDescription(service, 1, null, List.of(), List.of());
		}

		private KnownShards own(String shard, String participant, long epoch) {
			Map<String, Ownership> owners = new TreeMap<>(this.assignment.owners());
			owners.put(shard, new Ownership(participant, epoch));
			this.assignment = new Assignment(this.assignment.generation() + 1, owners);
			return this;
		}

		private KnownShards participant(String id, String address) {
			List<ParticipantInfo> participants = new java.util.ArrayList<>(this.description.participants());
			participants.add(new ParticipantInfo(id, address, "", 1, "ACTIVE", 0, 0));
			this.description = new ServiceDescription(this.service, 1, null, participants, this.description.shards());
			return this;
		}

		private KnownShards standbys(String shard, String... standbys) {
			this.description = new ServiceDescription(this.service, 1, null, this.description.participants(),
					List.of(new ShardInfo(shard, null, 0, "HELD", 0, List.of(standbys), "")));
			return this;
		}

		@Override
		public String service() {
			return this.service;
		}

		@Override
		public Set<Shard> held() {
			return Set.of();
		}

		@Override
		public Assignment assignment() {
			return this.assignment;
		}

		@Override
		public ServiceDescription describe() {
			return this.description;
		}

		@Override
		public void add(ShardSpec spec) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void update(ShardSpec spec) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void remove(String shardId) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void move(String shardId, String participantId) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void drain(String participantId) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void resume(String participantId) {
			throw new UnsupportedOperationException();
		}

		@Override
		public ShardManager forService(String service) {
			if (service.equals("nope")) {
				throw new ShardManagerException(ShardManagerException.Kind.NOT_FOUND, "no");
			}
			return new KnownShards(service);
		}

	}

}
