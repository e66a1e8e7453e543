using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace AutoDiff.Tests.Scalars;

// The static functions that can be called by the name of a number type: its own, and those that all types that carry derivatives share.
internal static class Methods
{
    public static TFunction Named<T, TFunction>(string name)
        where TFunction : Delegate =>
            Of<T>()
                .Single(method => method.Name == name && IsFunction<T>(method, typeof(TFunction).GetGenericArguments().Length - 1))
                .CreateDelegate<TFunction>();

    public static IEnumerable<string> Functions<T>(int arguments) => Of<T>().Where(method => IsFunction<T>(method, arguments)).Select(method => method.Name).Order();

    private static IEnumerable<MethodInfo> Of<T>()
    {
        MethodInfo[] own = typeof(T).GetMethods(BindingFlags.Public | BindingFlags.Static);
        return typeof(T).IsAssignableTo(typeof(ICarriesDerivatives))
            ? own.Concat(
                typeof(ScalarFunctions)
                    .GetMethods(BindingFlags.Public | BindingFlags.Static)
                    .Where(method => method.GetGenericArguments().Length == 1)
                    .Select(method => method.MakeGenericMethod(typeof(T))))
            : own;
    }

    private static bool IsFunction<T>(MethodInfo method, int arguments) =>
        method.ReturnType == typeof(T) && method.GetParameters().Length == arguments && method.GetParameters().All(parameter => parameter.ParameterType == typeof(T));
}
