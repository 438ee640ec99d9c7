package dev.sm.benchmarks.planner;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.assignor.UniformAssignor;
import org.apache.kafka.coordinator.group.modern.Assignment;
import org.apache.kafka.coordinator.group.modern.GroupSpecImpl;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;

/**
 * Kafka's assignors: shards are the partitions of one topic, participants the members of
 * a group. They know neither weights nor loads.
 */
final class Kafka {

	private static final String TOPIC = "shards";

	private static final Uuid TOPIC_ID = new Uuid(7, 7);

	private Kafka() {
	}

	private static List<Set<Integer>> owned(Scenario scenario) {
		List<Set<Integer>> owned = new ArrayList<>();
		for (int p = 0; p < scenario.participants(); p++) {
			owned.add(new HashSet<>());
		}
		int[] owners = scenario.owners();
		for (int s = 0; owners != null && s < owners.length; s++) {
			owned.get(owners[s]).add(s);
		}
		return owned;
	}

	/** The assignor of the group coordinator (KIP-848). */
	static final class Uniform implements Contestant {

		@Override
		public Task prepare(Scenario scenario) {
			List<Set<Integer>> owned = owned(scenario);
			Map<String, MemberSubscriptionAndAssignmentImpl> members = new HashMap<>();
			Map<Integer, String> inverted = new HashMap<>();
			for (int p = 0; p < scenario.participants(); p++) {
				if (scenario.isThere(p)) {
					String name = Scenario.participant(p);
					Map<Uuid, Set<Integer>> partitions = owned.get(p).isEmpty() ? Map.of()
							: Map.of(TOPIC_ID, owned.get(p));
					members.put(name, new MemberSubscriptionAndAssignmentImpl(Optional.empty(), Optional.empty(),
							Set.of(TOPIC_ID), new Assignment(partitions)));
					owned.get(p).forEach((shard) -> inverted.put(shard, name));
				}
			}
			GroupSpecImpl group = new GroupSpecImpl(members, SubscriptionType.HOMOGENEOUS,
					inverted.isEmpty() ? Map.of() : Map.of(TOPIC_ID, inverted));
			return new Task() {

				@Override
				public Object plan() {
					return new UniformAssignor().assign(group, new Topic(scenario.shards()));
				}

				@Override
				public int[] read(Object plan) {
					int[] read = new int[scenario.shards()];
					((GroupAssignment) plan).members()
						.forEach((name, member) -> member.partitions()
							.getOrDefault(TOPIC_ID, Set.of())
							.forEach((shard) -> read[shard] = Scenario.number(name)));
					return read;
				}

			};
		}

	}

	private record Topic(int partitions) implements SubscribedTopicDescriber {

		@Override
		public int numPartitions(Uuid topicId) {
			return this.partitions;
		}

		@Override
		public Set<String> racksForPartition(Uuid topicId, int partition) {
			return Collections.emptySet();
		}

	}

	/** The consumer's assignor. */
	static final class CooperativeSticky implements Contestant {

		@Override
		public Task prepare(Scenario scenario) {
			List<Set<Integer>> owned = owned(scenario);
			Map<String, Subscription> members = new HashMap<>();
			for (int p = 0; p < scenario.participants(); p++) {
				if (scenario.isThere(p)) {
					List<TopicPartition> partitions = new ArrayList<>();
					owned.get(p).forEach((shard) -> partitions.add(new TopicPartition(TOPIC, shard)));
					members.put(Scenario.participant(p), new Subscription(List.of(TOPIC),
							ByteBuffer.allocate(4).putInt(0, 1), partitions, 1, Optional.empty()));
				}
			}
			return new Task() {

				@Override
				public Object plan() {
					return new CooperativeStickyAssignor().assign(Map.of(TOPIC, scenario.shards()),
							new HashMap<>(members));
				}

				@Override
				@SuppressWarnings("unchecked")
				public int[] read(Object plan) {
					int[] read = new int[scenario.shards()];
					((Map<String, List<TopicPartition>>) plan).forEach((name, partitions) -> partitions
						.forEach((partition) -> read[partition.partition()] = Scenario.number(name)));
					return read;
				}

			};
		}

	}

}
