using System;

namespace AutoDiff;

// The wording of the errors of transforms.
internal static class TransformErrors
{
    public static ArgumentException TangentShape(Shape shape, Shape tangent) => new(
        $"Jvp: the tangent does not fit: the node is {shape}, the tangent {tangent}; need equal shapes.");
}
