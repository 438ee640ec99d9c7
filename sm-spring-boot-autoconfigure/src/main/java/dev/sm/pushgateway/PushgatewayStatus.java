package dev.sm.pushgateway;

import java.util.List;

/**
 * How the gateways stand, as this instance knows. What is counted is known where the
 * clean-up runs only.
 *
 * @param cleaning whether the clean-up runs on this instance
 * @param gateways the gateways
 * @param duplicates how many groups are at several gateways, as last seen
 * @param misplaced how many groups are not where they are pushed now, as last seen
 * @param removed how many copies were removed so far
 */
public record PushgatewayStatus(boolean cleaning, List<Gateway> gateways, int duplicates, int misplaced, long removed) {

	public PushgatewayStatus {
		gateways = List.copyOf(gateways);
	}

	/**
	 * One gateway.
	 *
	 * @param node host and port
	 * @param state {@code member} (takes groups), {@code leaving} (has taken them) or
	 * {@code waiting} (known, and takes none yet)
	 * @param weight its weight
	 * @param up whether it answered last
	 */
	public record Gateway(String node, String state, int weight, boolean up) {

	}

}
