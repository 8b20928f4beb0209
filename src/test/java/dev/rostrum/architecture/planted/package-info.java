/**
 * A house that breaks every wall, so that tests can prove that the walls bite. Its packages are named as the product's are;
 * members named {@code allowed} do what is allowed there, and no rule may name them.
 */
package dev.rostrum.architecture.planted;
