package dev.sm.architecture.plants.tangle.endpoint;

import dev.sm.architecture.plants.tangle.health.Left;

public class Right {

	Object left = Left.class;

}
