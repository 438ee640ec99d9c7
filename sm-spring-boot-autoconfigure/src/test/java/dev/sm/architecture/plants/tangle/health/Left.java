package dev.sm.architecture.plants.tangle.health;

import dev.sm.architecture.plants.tangle.endpoint.Right;

public class Left {

	Right right = new Right();

}
