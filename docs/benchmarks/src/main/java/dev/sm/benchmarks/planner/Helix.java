package dev.sm.benchmarks.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.helix.constants.InstanceConstants;
import org.apache.helix.controller.dataproviders.ResourceControllerDataProvider;
import org.apache.helix.controller.rebalancer.strategy.CrushEdRebalanceStrategy;
import org.apache.helix.controller.rebalancer.waged.constraints.ConstraintBasedAlgorithmFactory;
import org.apache.helix.controller.rebalancer.waged.model.ClusterModel;
import org.apache.helix.controller.rebalancer.waged.model.ClusterModelProvider;
import org.apache.helix.controller.rebalancer.waged.model.OptimalAssignment;
import org.apache.helix.model.BuiltInStateModelDefinitions;
import org.apache.helix.model.ClusterConfig;
import org.apache.helix.model.ClusterConfig.GlobalRebalancePreferenceKey;
import org.apache.helix.model.IdealState;
import org.apache.helix.model.InstanceConfig;
import org.apache.helix.model.LiveInstance;
import org.apache.helix.model.Partition;
import org.apache.helix.model.Resource;
import org.apache.helix.model.ResourceAssignment;
import org.apache.helix.model.ResourceConfig;
import org.apache.helix.util.HelixUtil;

/**
 * Helix: shards are partitions with one replica, participants its instances, each in one
 * of the fault zones.
 */
final class Helix {

	private static final String RESOURCE = "shards";

	private static final String MODEL = BuiltInStateModelDefinitions.OnlineOffline.name();

	private static final String LOAD = "LOAD";

	private Helix() {
	}

	private static ClusterConfig cluster() {
		ClusterConfig cluster = new ClusterConfig("benchmark");
		cluster.setTopologyAwareEnabled(true);
		cluster.setTopology("/zone/host");
		cluster.setFaultZoneType("zone");
		return cluster;
	}

	private static List<InstanceConfig> instances(Scenario scenario) {
		List<InstanceConfig> instances = new ArrayList<>();
		for (int p = 0; p < scenario.participants(); p++) {
			InstanceConfig instance = new InstanceConfig(Scenario.participant(p));
			instance.setDomain("zone=" + Scenario.zone(p) + ",host=" + Scenario.participant(p));
			instance.setInstanceOperation(InstanceConstants.InstanceOperation.ENABLE);
			instances.add(instance);
		}
		return instances;
	}

	private static List<String> there(Scenario scenario) {
		List<String> there = new ArrayList<>();
		for (int p = 0; p < scenario.participants(); p++) {
			if (scenario.isThere(p)) {
				there.add(Scenario.participant(p));
			}
		}
		return there;
	}

	private static List<String> shards(Scenario scenario) {
		List<String> shards = new ArrayList<>();
		for (int s = 0; s < scenario.shards(); s++) {
			shards.add(Scenario.shard(s));
		}
		return shards;
	}

	private static IdealState idealState(Scenario scenario, List<String> shards) {
		IdealState ideal = new IdealState(RESOURCE);
		ideal.setNumPartitions(scenario.shards());
		ideal.setReplicas("1");
		ideal.setStateModelDefRef(MODEL);
		ideal.setRebalanceMode(IdealState.RebalanceMode.FULL_AUTO);
		shards.forEach((shard) -> ideal.setPreferenceList(shard, List.of()));
		return ideal;
	}

	/** The even variant of CRUSH. It knows no weights of shards. */
	static final class CrushEd implements Contestant {

		@Override
		public Task prepare(Scenario scenario) {
			ClusterConfig cluster = cluster();
			List<InstanceConfig> instances = instances(scenario);
			List<String> there = there(scenario);
			List<String> shards = shards(scenario);
			IdealState ideal = idealState(scenario, shards);
			return new Task() {

				@Override
				public Object plan() throws Exception {
					return HelixUtil.getIdealAssignmentForFullAuto(cluster, instances, there, ideal, shards,
							CrushEdRebalanceStrategy.class.getName());
				}

				@Override
				@SuppressWarnings("unchecked")
				public int[] read(Object plan) {
					int[] read = new int[scenario.shards()];
					((Map<String, Map<String, String>>) plan).forEach((shard, states) -> states.keySet()
						.forEach((name) -> read[Scenario.number(shard)] = Scenario.number(name)));
					return read;
				}

			};
		}

	}

	/**
	 * WAGED, with the weight of shards as the one capacity. The model is a part of the
	 * plan: it holds state that the algorithm changes.
	 */
	static final class Waged implements Contestant {

		@Override
		public Task prepare(Scenario scenario) {
			ResourceControllerDataProvider data = data(scenario);
			Map<String, Resource> resources = Map.of(RESOURCE, resource(scenario, data));
			Set<String> there = new HashSet<>(there(scenario));
			Map<String, ResourceAssignment> before = before(scenario);
			return new Task() {

				@Override
				public Object plan() throws Exception {
					ClusterModel model = before.isEmpty()
							? ClusterModelProvider.generateClusterModelForBaseline(data, resources, there, Map.of(),
									Map.of())
							: ClusterModelProvider.generateClusterModelForEmergencyRebalance(data, resources, there,
									before);
					return ConstraintBasedAlgorithmFactory
						.getInstance(Map.of(GlobalRebalancePreferenceKey.EVENNESS, 1,
								GlobalRebalancePreferenceKey.LESS_MOVEMENT, 1))
						.calculate(model);
				}

				@Override
				public int[] read(Object plan) {
					int[] read = new int[scenario.shards()];
					ResourceAssignment assignment = Objects
						.requireNonNull(((OptimalAssignment) plan).getOptimalResourceAssignment().get(RESOURCE));
					assignment.getMappedPartitions()
						.forEach((partition) -> assignment.getReplicaMap(partition)
							.keySet()
							.forEach((name) -> read[Scenario.number(partition.getPartitionName())] = Scenario
								.number(name)));
					return read;
				}

			};
		}

		private static ResourceControllerDataProvider data(Scenario scenario) {
			int total = 0;
			Map<String, Map<String, Integer>> capacities = new HashMap<>(
					Map.of(ResourceConfig.DEFAULT_PARTITION_KEY, Map.of(LOAD, 1)));
			int[] weights = scenario.weights();
			for (int s = 0; s < weights.length; s++) {
				capacities.put(Scenario.shard(s), Map.of(LOAD, weights[s]));
				total += weights[s];
			}
			ClusterConfig cluster = cluster();
			cluster.setInstanceCapacityKeys(List.of(LOAD));
			cluster.setDefaultInstanceCapacityMap(Map.of(LOAD, 2 * (total / scenario.participants() + 20)));
			ResourceConfig resource = new ResourceConfig(RESOURCE);
			try {
				resource.setPartitionCapacityMap(capacities);
			}
			catch (java.io.IOException ex) {
				throw new IllegalStateException("the weights cannot be set", ex);
			}
			ResourceControllerDataProvider data = new ResourceControllerDataProvider("benchmark");
			data.setClusterConfig(cluster);
			data.setResourceConfigMap(Map.of(RESOURCE, resource));
			data.setStateModelDefMap(
					Map.of(MODEL, BuiltInStateModelDefinitions.OnlineOffline.getStateModelDefinition()));
			data.setIdealStates(List.of(idealState(scenario, shards(scenario))));
			Map<String, InstanceConfig> instances = new HashMap<>();
			instances(scenario).forEach((instance) -> instances.put(instance.getInstanceName(), instance));
			data.setInstanceConfigMap(instances);
			data.setLiveInstances(there(scenario).stream().map(Waged::live).toList());
			return data;
		}

		@SuppressWarnings("deprecation") // there is no other way to set a session
		private static LiveInstance live(String name) {
			LiveInstance live = new LiveInstance(name);
			live.setSessionId("session-" + name);
			return live;
		}

		private static Resource resource(Scenario scenario, ResourceControllerDataProvider data) {
			Resource resource = new Resource(RESOURCE, data.getClusterConfig(), data.getResourceConfig(RESOURCE));
			resource.setStateModelDefRef(MODEL);
			shards(scenario).forEach(resource::addPartition);
			return resource;
		}

		private static Map<String, ResourceAssignment> before(Scenario scenario) {
			int[] owners = scenario.owners();
			if (owners == null) {
				return Map.of();
			}
			ResourceAssignment assignment = new ResourceAssignment(RESOURCE);
			for (int s = 0; s < owners.length; s++) {
				assignment.addReplicaMap(new Partition(Scenario.shard(s)),
						Map.of(Scenario.participant(owners[s]), "ONLINE"));
			}
			return Map.of(RESOURCE, assignment);
		}

	}

}
