package dev.sm.cache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What becomes of a pool whose configuration is read again while it is in use. Pure.
 *
 * @param settings the settings from now on: those that were read, and the nodes that are
 * not configured any more, without weight
 * @param added the nodes that are new
 * @param weights what is to be decided about the weights
 */
record PoolChange(PoolSettings settings, List<NodeSettings> added, WeightsDecision weights) {

	/** What may change while a pool is in use. */
	private static final Set<String> CHANGEABLE = Set.of("onChange", "nodes");

	/**
	 * Compares.
	 * @param now the settings in use
	 * @param next the settings that were read
	 * @param phase where the pool stands
	 * @throws InvalidPoolException if the pool cannot be so while it is in use
	 */
	static PoolChange of(PoolSettings now, PoolSettings next, Phase phase) {
		refuseOthers(now, next);
		WeightsDecision.refuseMissing(next, phase.from());
		WeightsDecision.refuseMissing(next, phase.to());
		Map<String, NodeSettings> known = new LinkedHashMap<>();
		now.nodes().forEach((node) -> known.put(node.id(), node));
		List<NodeSettings> added = new ArrayList<>();
		for (NodeSettings node : next.nodes()) {
			NodeSettings before = known.remove(node.id());
			if (before == null) {
				added.add(node);
			}
			else {
				refuseMoved(next.name(), before, node);
			}
		}
		List<NodeSettings> all = new ArrayList<>(next.nodes());
		known.values().forEach((gone) -> all.add(gone.weight(0)));
		PoolSettings settings = next.withNodes(all);
		return new PoolChange(settings, added, WeightsDecision.of(settings, phase.to()));
	}

	/** Whether the configured weights are the stored ones. */
	boolean isSettled() {
		return this.weights.weights().equals(WeightsDecision.configured(this.settings));
	}

	private static void refuseOthers(PoolSettings now, PoolSettings next) {
		for (RecordComponent component : PoolSettings.class.getRecordComponents()) {
			if (!CHANGEABLE.contains(component.getName())
					&& !Objects.equals(value(component, now), value(component, next))) {
				throw new InvalidPoolException(next.name(),
						"'" + dashed(component.getName()) + "' cannot change while the pool is in use: it was '"
								+ value(component, now) + "' and is '" + value(component, next)
								+ "'. Restart the instances, or set it as it was");
			}
		}
	}

	private static Object value(RecordComponent component, PoolSettings settings) {
		try {
			return String.valueOf(component.getAccessor().invoke(settings));
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String dashed(String name) {
		return name.equals("algorithm") ? "continuum" : name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	/** Another address has other keys, whatever the weights say. */
	private static void refuseMoved(String pool, NodeSettings before, NodeSettings now) {
		if (!before.weight(0).ssl(null).equals(now.weight(0).ssl(null))) {
			throw new InvalidPoolException(pool, "node '" + now.id()
					+ "' cannot change but for its weight while the pool is in use: a node at another place, or of"
					+ " another label or index, is another node. Configure it under another id, or restart the"
					+ " instances");
		}
	}

}
