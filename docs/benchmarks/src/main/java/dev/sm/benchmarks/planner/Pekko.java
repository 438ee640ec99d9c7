package dev.sm.benchmarks.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sharding.internal.LeastShardAllocationStrategy;
import org.jspecify.annotations.Nullable;

import com.typesafe.config.ConfigFactory;

import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Set$;
import scala.collection.immutable.Vector;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Pekko's LeastShard strategy: shards are allocated one after the other as requests for
 * them come. It knows counts only.
 */
final class Pekko implements Contestant {

	private static final String SYSTEM = "benchmark";

	@Override
	public Task prepare(Scenario scenario) {
		ActorSystem system = ActorSystem.create(SYSTEM, ConfigFactory
			.parseString("pekko.actor.provider = cluster, pekko.loglevel = OFF, pekko.stdout-loglevel = OFF, "
					+ "pekko.remote.artery.canonical.hostname = 127.0.0.1, pekko.remote.artery.canonical.port = 0, "
					+ "pekko.coordinated-shutdown.exit-jvm = off")
			.withFallback(ConfigFactory.load()));
		try {
			return new Allocation(scenario, (ExtendedActorSystem) system);
		}
		finally {
			system.terminate();
		}
	}

	private static final class Allocation implements Task {

		private final Scenario scenario;

		private final List<ActorRef> regions = new ArrayList<>();

		private final Map<ActorRef, Integer> numbers = new HashMap<>();

		private final LeastShardAllocationStrategy strategy;

		Allocation(Scenario scenario, ExtendedActorSystem system) {
			this.scenario = scenario;
			Set<Member> members = new HashSet<>();
			for (int p = 0; p < scenario.participants(); p++) {
				UniqueAddress address = new UniqueAddress(
						new org.apache.pekko.actor.Address("pekko", SYSTEM, "10.0." + p / 250 + "." + p % 250, 7355),
						(long) p);
				ActorRef region = system.provider().resolveActorRef(address.address() + "/system/sharding/shards");
				this.regions.add(region);
				this.numbers.put(region, p);
				if (scenario.isThere(p)) {
					members.add(Members.up(address, p));
				}
			}
			this.strategy = new Strategy(Members.state(members), members.iterator().next());
		}

		@Override
		public Object plan() throws Exception {
			int[] plan = new int[this.scenario.shards()];
			int[] owners = this.scenario.owners();
			scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> current = current(owners, plan);
			for (int s = 0; s < plan.length; s++) {
				if (owners == null || !this.scenario.isThere(owners[s])) {
					ActorRef region = this.strategy.allocateShard(this.regions.get(0), Scenario.shard(s), current)
						.value()
						.get()
						.get();
					plan[s] = this.numbers.getOrDefault(region, -1);
					current = with(current, region, Scenario.shard(s));
				}
			}
			return plan;
		}

		@SuppressWarnings("unchecked") // Java sees less of the type
		private static scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> with(
				scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> current, ActorRef region, String shard) {
			return current.updated(region, (IndexedSeq<String>) current.apply(region).appended(shard));
		}

		private scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> current(int @Nullable [] owners,
				int[] plan) {
			Map<ActorRef, List<String>> current = new HashMap<>();
			for (int p = 0; p < this.regions.size(); p++) {
				if (this.scenario.isThere(p)) {
					current.put(this.regions.get(p), new ArrayList<>());
				}
			}
			for (int s = 0; owners != null && s < owners.length; s++) {
				if (this.scenario.isThere(owners[s])) {
					plan[s] = owners[s];
					current.computeIfAbsent(this.regions.get(owners[s]), (any) -> new ArrayList<>())
						.add(Scenario.shard(s));
				}
			}
			Map<ActorRef, IndexedSeq<String>> shards = new HashMap<>();
			current.forEach((region, some) -> shards.put(region, Vector.from(CollectionConverters.asScala(some))));
			return scala.collection.immutable.Map.from(CollectionConverters.asScala(shards));
		}

		@Override
		public int[] read(Object plan) {
			return (int[]) plan;
		}

	}

	/** The strategy with a cluster that is made up. */
	private static final class Strategy extends LeastShardAllocationStrategy {

		private final CurrentClusterState state;

		private final Member self;

		Strategy(CurrentClusterState state, Member self) {
			super(10, 0.1);
			this.state = state;
			this.self = self;
		}

		@Override
		public CurrentClusterState clusterState() {
			return this.state;
		}

		@Override
		public Member selfMember() {
			return this.self;
		}

	}

	/** Members that are up. */
	private static final class Members {

		private Members() {
		}

		static Member up(UniqueAddress address, int number) {
			return new Member(address, number + 1, MemberStatus.up(),
					scala.collection.immutable.Set.from(CollectionConverters.asScala(Set.of("dc-default"))),
					org.apache.pekko.util.Version.Zero());
		}

		static CurrentClusterState state(Set<Member> members) {
			scala.collection.immutable.SortedSet<Member> sorted = scala.collection.immutable.TreeSet$.MODULE$
				.from(CollectionConverters.asScala(members), Member.ordering());
			return new CurrentClusterState(sorted, Set$.MODULE$.<Member>empty(),
					Set$.MODULE$.<org.apache.pekko.actor.Address>empty(), scala.Option.empty(),
					scala.collection.immutable.Map$.MODULE$.empty(), Set$.MODULE$.<String>empty(),
					Set$.MODULE$.<UniqueAddress>empty());
		}

	}

}
