using System;

namespace AutoDiff;

// The wording of the errors of transforms.
internal static class TransformErrors
{
    public static ArgumentException TangentShape(string operation, Shape shape, Shape tangent) => new(
        $"{operation}: the tangent does not fit: the node is {shape}, the tangent {tangent}; need equal shapes.");

    public static ArgumentException ProductLengths(int inputs, int vector, int outputs, int product) => new(
        $"Linearization: lengths do not fit: the vector has {vector} elements, the product {product}; "
            + $"need {inputs}, as many as the nodes have together, and {outputs}, as many as the differentiated values have.");

    public static ArgumentException BatchShape(string operation, Shape expected, Shape given) => new(
        $"{operation}: the batching rule's result does not fit: it is {given}, all examples together are {expected}; need the examples along a new first axis.");

    public static ArgumentException NoBatch(string operation) => new($"{operation}: nothing to map over; need at least one batch.");

    public static ArgumentException NoExamples(string operation, int input, Shape shape) => new(
        $"{operation}: batch {input} has no examples: its shape is {shape}; need a first axis of length 1 or more, with an example at each place.");

    public static ArgumentException BatchSizes(string operation, Shape first, int input, Shape other) => new(
        $"{operation}: numbers of examples differ: batch 0 is {first}, batch {input} is {other}; need first axes of one length.");

    public static ArgumentException LossOfExample(Shape shape) => new(
        $"PerSampleGradients: the loss of an example is not a scalar: its shape is {shape}; need one element. Reduce it with Sum or Mean.");

    public static ArgumentException TooManyAxes(string operation, Shape root, Shape wrt) => new(
        $"{operation}: too many axes: the root is {root}, the node {wrt}, together {root.Rank + wrt.Rank} axes; need at most {Shape.MaxRank}. Reshape one to a vector.");

    public static ArgumentException NothingToPullBack(int roots, int nodes) => new(
        $"Pullback: nothing to follow back: {roots} roots, {nodes} nodes; need at least one of each.");

    public static ArgumentException NoRows(int rows) => new($"Pullback: {rows} rows of cotangents; need 1 or more.");

    public static ArgumentException RowsTooShort(string what, Shape shape, int rows, int length) => new(
        $"Pullback: an array is too short: {rows} {what} of shape {shape} are {(long)rows * shape.Count} elements, the array has {length}; need at least as many.");

    public static ArgumentException ResultIsCotangent(int node) => new(
        $"Pullback: the results of node {node} would overwrite the cotangents: both are one array; need two. Exchange them afterwards.");

    public static ArgumentException ResultsShared(int node, int other) => new(
        $"Pullback: the results of nodes {node} and {other} would overwrite each other: both are one array; need two.");

    public static TapeException PullbackOfExample() => new(
        "Pullback: a batched map is being recorded, of whose examples no numbers can be taken; need the numbers. Use Vjp inside the map, which the map batches itself.");

    public static ArgumentException Order(string operation, int order) => new(
        $"{operation}: no such order: {order}; need 1 or more.");

    public static ArgumentException MovingDirection() => new(
        "Directional: the direction depends on the node, and would move with it from one order to the next; need one that does not, for recorded derivatives of "
            + "a second or higher order. Detach it.");
}
