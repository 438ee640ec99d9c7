package dev.sm.cache;

import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * A node of a pool as it is configured. Immutable; {@link #toString()} tells no secret.
 *
 * @param id the node's id in its pool; it names the node in messages and in the stored
 * weights
 * @param url where the node is; the scheme chooses the kind of node
 * @param weight its weight: 0 (configured, but holding nothing) to 1,000,000
 * @param label the name by which the continuum places it, or {@code null} for the id
 * @param index its position, for algorithms that number their nodes, or {@code null}
 * @param username the user, or {@code null} for the URL's or none
 * @param password the password, or {@code null} for the URL's or none
 * @param ssl how to make a TLS context, or {@code null} for the JVM's own
 * @param zone where it is, so that those who are there too read from it, or {@code null}
 * @param readFrom where copies of it are that reads go to; empty for the node itself
 */
public record NodeSettings(String id, String url, int weight, @Nullable String label, @Nullable Integer index,
		@Nullable String username, @Nullable String password, @Nullable Supplier<SSLContext> ssl, @Nullable String zone,
		List<String> readFrom) {

	public NodeSettings {
		readFrom = List.copyOf(readFrom);
	}

	/** The largest weight. */
	public static final int MAX_WEIGHT = 1_000_000;

	/** The weight of a node that is given none. */
	public static final int DEFAULT_WEIGHT = 100;

	/**
	 * A node without zone.
	 * @param id the node's id in its pool
	 * @param url where the node is
	 * @param weight its weight
	 * @param label the name by which the continuum places it, or {@code null}
	 * @param index its position, or {@code null}
	 * @param username the user, or {@code null}
	 * @param password the password, or {@code null}
	 * @param ssl how to make a TLS context, or {@code null}
	 */
	public NodeSettings(String id, String url, int weight, @Nullable String label, @Nullable Integer index,
			@Nullable String username, @Nullable String password, @Nullable Supplier<SSLContext> ssl) {
		this(id, url, weight, label, index, username, password, ssl, null, List.of());
	}

	/**
	 * A node without label, index and credentials.
	 * @param id the node's id in its pool
	 * @param url where the node is
	 * @param weight its weight
	 * @return the node
	 */
	public static NodeSettings of(String id, String url, int weight) {
		return new NodeSettings(id, url, weight, null, null, null, null, null);
	}

	/**
	 * This node with a label.
	 * @param label the name by which the continuum places it
	 * @return the new settings
	 */
	public NodeSettings label(String label) {
		return new NodeSettings(this.id, this.url, this.weight, label, this.index, this.username, this.password,
				this.ssl, this.zone, this.readFrom);
	}

	/**
	 * This node with an index.
	 * @param index its position: 0 or more
	 * @return the new settings
	 */
	public NodeSettings index(int index) {
		return new NodeSettings(this.id, this.url, this.weight, this.label, index, this.username, this.password,
				this.ssl, this.zone, this.readFrom);
	}

	/**
	 * This node with a zone.
	 * @param zone where it is, or {@code null}
	 * @return the new settings
	 */
	public NodeSettings zone(@Nullable String zone) {
		return new NodeSettings(this.id, this.url, this.weight, this.label, this.index, this.username, this.password,
				this.ssl, zone, this.readFrom);
	}

	/**
	 * This node with copies, each with the node's credentials.
	 * @param urls where they are
	 * @return the new settings
	 */
	public NodeSettings readFrom(List<String> urls) {
		return new NodeSettings(this.id, this.url, this.weight, this.label, this.index, this.username, this.password,
				this.ssl, this.zone, urls);
	}

	/** One of the copies as a node. */
	NodeSettings copy(int number) {
		return new NodeSettings(this.id + "/read-from[" + number + "]", this.readFrom.get(number), 0, null, null,
				this.username, this.password, this.ssl, this.zone, List.of());
	}

	/** This node with another weight. */
	NodeSettings weight(int weight) {
		return new NodeSettings(this.id, this.url, weight, this.label, this.index, this.username, this.password,
				this.ssl, this.zone, this.readFrom);
	}

	/** This node with another way to make a TLS context. */
	NodeSettings ssl(@Nullable Supplier<SSLContext> ssl) {
		return new NodeSettings(this.id, this.url, this.weight, this.label, this.index, this.username, this.password,
				ssl, this.zone, this.readFrom);
	}

	/**
	 * The name by which the continuum places this node.
	 * @return the label, or the id if there is none
	 */
	public String continuumName() {
		return (this.label != null) ? this.label : this.id;
	}

	/**
	 * The URL's scheme.
	 * @return what stands before the first colon, in lower case; empty if there is no
	 * colon
	 */
	public String scheme() {
		return NodeUrls.scheme(this.url);
	}

	@Override
	public String toString() {
		return "NodeSettings[id=" + this.id + ", scheme=" + scheme() + ", weight=" + this.weight + ", label="
				+ this.label + ", index=" + this.index + "]";
	}

}
