package dev.sm.storage;

/**
 * A node refused a command because its record says that the migration is elsewhere.
 * Nothing was changed.
 */
@SuppressWarnings("serial")
public class PhaseMismatchException extends NodeException {

	public PhaseMismatchException(String node, MigrationCommand.Guard guard, String record) {
		super("node '" + node + "' is not where migration " + guard.m() + " of pool '" + guard.pool()
				+ "' was thought to be: its record is '" + record + "'", null);
	}

}
