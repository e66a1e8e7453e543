using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection;

namespace AutoDiff.Tests.Laws;

// An operation of the library, found by reflection, with its worked cases.
internal sealed class Operation
{
    private readonly Type _type;

    private Operation(Type type) => _type = type;

    public static IReadOnlyList<Operation> All { get; } =
    [
        .. typeof(Tape<>).Assembly.GetTypes()
            .Where(type => type.IsValueType && type.Namespace != "AutoDiff.Checking" && Implements(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => new Operation(type)),
    ];

    public string TypeName => _type.Name[.._type.Name.IndexOf('`', StringComparison.Ordinal)];

    public static Operation Named(string typeName) => All.Single(operation => operation.TypeName == typeName);

    public string Name<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => (string)Static<T>("Name")!;

    // Empty where the operation does not override the interface's own.
    public IReadOnlyList<WorkedCase<T>> Cases<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Static<T>("Cases") is IEnumerable<WorkedCase<T>> cases ? [.. cases] : [];

    private static bool Implements(Type type) =>
        type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IOperation<>));

    private object? Static<T>(string name) =>
        _type.MakeGenericType(typeof(T)).GetProperty(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null);
}
