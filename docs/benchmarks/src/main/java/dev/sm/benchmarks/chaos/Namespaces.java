package dev.sm.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network namespace for each process, all connected by a bridge in one more, which this
 * program has a leg in. Packets are dropped by {@code iptables} inside the namespace that
 * is cut off, or its link is taken down: what was sent is repeated by TCP or lost, as
 * between real machines. Addresses are those set aside for benchmarks, 198.18.0.0/15.
 */
final class Namespaces implements Network {

	private final String prefix = "smc" + ProcessHandle.current().pid() % 100_000;

	private final String subnet = "198.18." + ProcessHandle.current().pid() % 250 + ".";

	private final List<String> namespaces = new CopyOnWriteArrayList<>();

	private int hosts = 1;

	private Namespaces() {
	}

	static Namespaces create() {
		Namespaces network = new Namespaces();
		try {
			network.connect();
			// whether packets can be dropped is known before it is needed
			Site probe = network.site("probe");
			probe.cut(List.of(probe), true, true);
			probe.isolate();
			probe.heal();
			return network;
		}
		catch (RuntimeException ex) {
			network.close();
			throw ex;
		}
	}

	private void connect() {
		String hub = add("hub");
		Commands.run("ip", "-n", hub, "link", "add", "br0", "type", "bridge");
		Commands.run("ip", "-n", hub, "link", "set", "br0", "up");
		Commands.run("ip", "link", "add", this.prefix, "type", "veth", "peer", "name", "out", "netns", hub);
		Commands.run("ip", "-n", hub, "link", "set", "out", "master", "br0", "up");
		Commands.run("ip", "address", "add", host() + "/24", "dev", this.prefix);
		Commands.run("ip", "link", "set", this.prefix, "up");
	}

	private String add(String name) {
		String namespace = this.prefix + "-" + name;
		Commands.run("ip", "netns", "add", namespace);
		this.namespaces.add(namespace);
		return namespace;
	}

	@Override
	public synchronized Site site(String name) {
		String namespace = add(name);
		String address = this.subnet + ++this.hosts;
		String hub = this.prefix + "-hub";
		Commands.run("ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", "to-" + this.hosts,
				"netns", hub);
		Commands.run("ip", "-n", hub, "link", "set", "to-" + this.hosts, "master", "br0", "up");
		Commands.run("ip", "-n", namespace, "address", "add", address + "/24", "dev", "eth0");
		Commands.run("ip", "-n", namespace, "link", "set", "lo", "up");
		Commands.run("ip", "-n", namespace, "link", "set", "eth0", "up");
		return new Namespace(namespace, address);
	}

	@Override
	public String host() {
		return this.subnet + "1";
	}

	@Override
	public boolean isReal() {
		return true;
	}

	@Override
	public void close() {
		for (String namespace : this.namespaces) {
			try {
				Commands.run("ip", "netns", "delete", namespace);
			}
			catch (RuntimeException ex) {
				System.err.println(ex.getMessage());
			}
		}
		this.namespaces.clear();
	}

	/**
	 * One namespace.
	 *
	 * @param name its name
	 * @param host its only address
	 */
	private record Namespace(String name, String host) implements Site {

		@Override
		public List<String> within(List<String> command) {
			List<String> within = new ArrayList<>(List.of("ip", "netns", "exec", this.name));
			within.addAll(command);
			return within;
		}

		@Override
		public String wayTo(Site other, int port) {
			return other.host() + ":" + port;
		}

		@Override
		public void cut(List<Site> others, boolean to, boolean from) {
			for (Site other : others) {
				if (to) {
					drop("OUTPUT", "--destination", other);
				}
				if (from) {
					drop("INPUT", "--source", other);
				}
			}
		}

		private void drop(String chain, String side, Site other) {
			Commands.run(within(List.of("iptables", "--wait", "--append", chain, side, other.host(), "--jump", "DROP"))
				.toArray(String[]::new));
		}

		@Override
		public void isolate() {
			Commands.run("ip", "-n", this.name, "link", "set", "eth0", "down");
		}

		@Override
		public void heal() {
			Commands.run(within(List.of("iptables", "--wait", "--flush")).toArray(String[]::new));
			Commands.run("ip", "-n", this.name, "link", "set", "eth0", "up");
		}

	}

}
