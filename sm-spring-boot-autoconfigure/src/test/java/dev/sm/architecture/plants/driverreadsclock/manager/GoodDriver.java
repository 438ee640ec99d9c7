package dev.sm.architecture.plants.driverreadsclock.manager;

class GoodDriver {

	private final Reader reader = new Reader();

	long now() {
		return this.reader.now();
	}

	private static final class Reader {

		long now() {
			return System.nanoTime();
		}

	}

}
