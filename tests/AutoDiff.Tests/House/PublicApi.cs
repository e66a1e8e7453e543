using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace AutoDiff.Tests.House;

// The public surface of an assembly as lines of text, in an order that does not depend on the compiler.
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        List<string> lines = [];
        foreach (Type type in assembly.GetExportedTypes().Where(type => IsSpeakable(type.Name)).OrderBy(Name, StringComparer.Ordinal))
        {
            lines.Add($"{Kind(type)} {Name(type)}");
            lines.AddRange(type.GetMembers(Declared).Where(IsVisible).Select(member => "    " + Line(member)).Distinct().Order(StringComparer.Ordinal));
        }

        return string.Join('\n', lines) + "\n";
    }

    // The compiler's own names have characters that no source has.
    private static bool IsSpeakable(string name) => name.IndexOfAny(['<', '$']) < 0;

    private static bool IsVisible(MemberInfo member) => IsSpeakable(member.Name) && member switch
    {
        MethodInfo method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !IsRecordPlumbing(method),
        MethodBase constructor => IsVisible(constructor),
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsRecordPlumbing(MethodInfo method) =>
        method.Name is "PrintMembers" or "Deconstruct" or "Equals" or "GetHashCode" or "ToString" || (method.Name is "op_Equality" or "op_Inequality");

    private static string Line(MemberInfo member) => member switch
    {
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        FieldInfo field =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} "
                + $"{field.Name}{(field.IsLiteral ? FormattableString.Invariant($" = {field.GetRawConstantValue()}") : "")}",
        PropertyInfo property =>
            $"{(property.GetAccessors(true)[0].IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name}{Index(property)} "
                + $"{{{Accessors(property)} }}",
        _ => member.ToString()!,
    };

    private static string Index(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } index ? $"[{string.Join(", ", index.Select(parameter => Name(parameter.ParameterType)))}]" : "";

    private static string Accessors(PropertyInfo property) =>
        (property.GetMethod is { } get && IsVisible(get) ? " get;" : "") + (property.SetMethod is { } set && IsVisible(set) ? " set;" : "");

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(IsParams(parameter) ? "params " : "")}{Name(parameter.ParameterType)} {parameter.Name}"
            + (parameter.HasDefaultValue ? FormattableString.Invariant($" = {parameter.RawDefaultValue ?? "default"}") : "")));

    private static bool IsParams(ParameterInfo parameter) => parameter.IsDefined(typeof(ParamArrayAttribute))
        || parameter.CustomAttributes.Any(one => one.AttributeType.Name == "ParamCollectionAttribute");

    private static string Kind(Type type) =>
        type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? (type.IsByRefLike ? "ref struct" : "struct") : type.IsAbstract && type.IsSealed ? "static class"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter)
            return type.Name;
        string own = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Namespace is null or "System" ? type.Name : $"{type.Namespace}.{type.Name}";
        return !type.IsGenericType ? own : $"{own.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
