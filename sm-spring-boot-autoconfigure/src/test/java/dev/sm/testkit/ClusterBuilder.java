package dev.sm.testkit;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.sm.manager.ServiceSettings;
import dev.sm.manager.ShardCallback;

import org.springframework.context.ApplicationContext;

/** Makes a {@link SimulatedCluster}. */
public final class ClusterBuilder {

	ServiceSettings service = ServiceSettings.of("test", 8);

	Duration sessionTtl = Duration.ofSeconds(10);

	long seed = 1;

	ApplicationContext parent;

	List<Class<?>> classes = List.of();

	Function<String, ShardCallback> callbacks = (id) -> {
		throw new IllegalStateException("the cluster must have beans or callbacks");
	};

	ClusterBuilder() {
	}

	/**
	 * Sets the service.
	 * @param service its name, how many fixed shards it has and how they are owned
	 * @return this
	 */
	public ClusterBuilder service(ServiceSettings service) {
		this.service = service;
		return this;
	}

	/**
	 * Sets the time to live of sessions.
	 * @param ttl how long
	 * @return this
	 */
	public ClusterBuilder sessionTtl(Duration ttl) {
		this.sessionTtl = ttl;
		return this;
	}

	/**
	 * Sets what everything random follows from.
	 * @param seed any number
	 * @return this
	 */
	public ClusterBuilder seed(long seed) {
		this.seed = seed;
		return this;
	}

	/**
	 * Gives each participant an application context of its own.
	 * @param parent has the beans that all participants share, or {@code null}
	 * @param classes the handler, and the configuration or components that it needs
	 * @return this
	 */
	public ClusterBuilder beans(ApplicationContext parent, Class<?>... classes) {
		this.parent = parent;
		this.classes = List.of(classes);
		return this;
	}

	/**
	 * Gives each participant a handler without a context.
	 * @param callbacks makes the handler of a participant, by its id
	 * @return this
	 */
	public ClusterBuilder callbacks(Function<String, ShardCallback> callbacks) {
		this.callbacks = callbacks;
		return this;
	}

	/**
	 * Makes the cluster.
	 * @return the cluster, without participants
	 */
	public SimulatedCluster build() {
		return new SimulatedCluster(this);
	}

}
