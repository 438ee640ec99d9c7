package dev.sm.storage;

/**
 * A node refused a fenced command, because it has seen a higher epoch of the shard:
 * somebody else owns it now. Nothing was changed.
 */
@SuppressWarnings("serial")
public class FencedOffException extends NodeException {

	private final Fence fence;

	public FencedOffException(String node, Fence fence) {
		super("node '" + node + "' refused epoch " + fence.epoch() + " of '" + fence.scope()
				+ "': it has seen a higher one", null);
		this.fence = fence;
	}

	public Fence getFence() {
		return this.fence;
	}

}
