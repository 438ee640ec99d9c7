package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumAlgorithms;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import org.jspecify.annotations.Nullable;

/**
 * Makes continua and nodes of a pool's settings.
 */
final class PoolFactory {

	/**
	 * Matters where points of a ring coincide; whoever knows the original order says it.
	 */
	private static final Comparator<NodeSettings> UNNUMBERED = Comparator
		.comparing((NodeSettings node) -> (node.index() != null) ? node.index() : Integer.MAX_VALUE)
		.thenComparing(NodeSettings::continuumName);

	/** Begins the schemes that are for sm itself and that nobody is told of. */
	private static final String OWN_SCHEMES = "sm-";

	private final ContinuumAlgorithms algorithms;

	private final Collection<NodeFactory> factories;

	private final LongSupplier clock;

	private final NearPools near;

	private final NodeDecorator decorator;

	PoolFactory(ContinuumAlgorithms algorithms, Collection<NodeFactory> factories, LongSupplier clock) {
		this(algorithms, factories, clock, new NearPools(null, clock), NodeDecorator.NONE);
	}

	PoolFactory(ContinuumAlgorithms algorithms, Collection<NodeFactory> factories, LongSupplier clock, NearPools near,
			NodeDecorator decorator) {
		this.near = near;
		this.decorator = decorator;
		this.clock = clock;
		this.algorithms = algorithms;
		this.factories = factories;
	}

	/**
	 * Makes the continuum of a pool.
	 * @param settings the pool
	 * @param weights the weight of each node by id
	 * @throws InvalidPoolException if the algorithm cannot make one
	 */
	Continuum continuum(PoolSettings settings, Map<String, Integer> weights) {
		if (!this.algorithms.names().contains(settings.algorithm())) {
			throw new UnknownAlgorithmException(settings.name(), settings.algorithm(), this.algorithms.names());
		}
		Map<String, Integer> named = new LinkedHashMap<>();
		ordered(settings).forEach((node) -> named.put(node.continuumName(), weights.getOrDefault(node.id(), 0)));
		try {
			return this.algorithms.create(new ContinuumSpec(settings.algorithm(), named, settings.hash(), null));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPoolException(settings.name(), String.valueOf(ex.getMessage()), ex);
		}
	}

	private List<NodeSettings> ordered(PoolSettings settings) {
		List<NodeSettings> nodes = new ArrayList<>(settings.nodes());
		if (!this.algorithms.ordered(settings.algorithm())) {
			nodes.sort(UNNUMBERED);
			return nodes;
		}
		Map<Integer, String> seen = new LinkedHashMap<>();
		for (NodeSettings node : nodes) {
			if (node.index() == null) {
				throw new MissingIndexException(settings.name(), node.id(), settings.algorithm());
			}
			String other = seen.putIfAbsent(node.index(), node.id());
			if (other != null) {
				throw new InvalidPoolException(settings.name(),
						"nodes '" + other + "' and '" + node.id() + "' have the same 'index' " + node.index());
			}
		}
		nodes.sort(Comparator.comparing(NodeSettings::index));
		return nodes;
	}

	/**
	 * Tells by which placement a node is filled.
	 * @param settings the pool
	 * @param node the node
	 * @param weights the weight of each node by id
	 */
	static String fingerprint(PoolSettings settings, String node, Map<String, Integer> weights) {
		StringBuilder text = new StringBuilder(PlacementDocument.format(settings, Phase.holding(weights)));
		new TreeMap<>(weights).forEach((id, weight) -> {
			if (weight > 0) {
				text.append(id).append('=').append(weight).append('\n');
			}
		});
		byte[] bytes = text.append('@').append(node).toString().getBytes(StandardCharsets.UTF_8);
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
			return PoolNames.encode(node) + ":" + HexFormat.of().formatHex(digest, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Makes the nodes of a pool; none is left open if one cannot be made. */
	List<PoolNode> nodes(PoolSettings settings, @Nullable ConnectionGuard guard) {
		return nodes(settings, settings.nodes(), 0, guard);
	}

	/**
	 * Makes some nodes of a pool; none is left open if one cannot be made.
	 * @param position the position of the first
	 */
	List<PoolNode> nodes(PoolSettings settings, List<NodeSettings> wanted, int position,
			@Nullable ConnectionGuard guard) {
		List<PoolNode> nodes = new ArrayList<>();
		List<PoolNode> opened = new ArrayList<>();
		try {
			for (NodeSettings node : wanted) {
				List<PoolNode> copies = nodes(settings, copies(node), 0, null);
				opened.addAll(copies);
				PoolNode made = new PoolNode(node, position + nodes.size(),
						this.near.wrap(settings, node, storage(settings, node, guard)), health(settings), copies);
				opened.add(made);
				nodes.add((settings.type() == PoolSettings.Type.REPLICATED) ? made.asked() : made);
			}
			return nodes;
		}
		catch (RuntimeException ex) {
			opened.forEach((node) -> node.storage().close());
			throw ex;
		}
	}

	private static List<NodeSettings> copies(NodeSettings node) {
		return IntStream.range(0, node.readFrom().size()).mapToObj(node::copy).toList();
	}

	private NodeHealth health(PoolSettings settings) {
		return new NodeHealth(settings.health(), settings.timeout().toNanos(), this.clock);
	}

	private NodeStorage storage(PoolSettings settings, NodeSettings node, @Nullable ConnectionGuard guard) {
		Set<String> known = new TreeSet<>();
		for (NodeFactory factory : this.factories) {
			if (factory.schemes().contains(node.scheme())) {
				return create(factory, settings, node, guard);
			}
			factory.schemes().stream().filter((scheme) -> !scheme.startsWith(OWN_SCHEMES)).forEach(known::add);
		}
		throw new UnknownNodeSchemeException(settings.name(), node.id(), node.scheme(), known);
	}

	private NodeStorage create(NodeFactory factory, PoolSettings settings, NodeSettings node,
			@Nullable ConnectionGuard guard) {
		NodeStorage storage = factory.create(new NodeConfig(node.id(), node.url(), node.username(), node.password(),
				settings.timeout(), node.ssl(), guard));
		return this.decorator.decorate(settings.name(), node.id(), settings.timeout(), storage);
	}

}
