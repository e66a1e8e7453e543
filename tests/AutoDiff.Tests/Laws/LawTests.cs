using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Checking;
using AutoDiff.Properties;
using Xunit;

namespace AutoDiff.Tests.Laws;

// In one collection with the tests of threads: a law sets how many there are.
// Every operation of the library, every worked case, both precisions, every law, inputs drawn from seeds.
[Collection(nameof(Threading))]
public sealed class LawTests
{
    private const int Seeds = 4;

    public static TheoryData<string> Operations => [.. Operation.All.Select(operation => operation.TypeName)];

    public static TheoryData<string, string> OperationsAndLaws
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (Operation operation in Operation.All)
            {
                foreach (Law law in Checking.Laws.All)
                    all.Add(operation.TypeName, law.Name);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(OperationsAndLaws))]
    public void Hold_in_double(string operation, string law) => Hold<double>(operation, law);

    [Theory]
    [MemberData(nameof(OperationsAndLaws))]
    public void Hold_in_float(string operation, string law) => Hold<float>(operation, law);

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_room_has_worked_cases_that_succeed(string operation)
    {
        IReadOnlyList<WorkedCase<double>> cases = Operation.Named(operation).Cases<double>();
        Assert.Contains(cases, worked => worked.Refusal.Count == 0);
        Assert.Equal(cases.Select(worked => worked.Name), Operation.Named(operation).Cases<float>().Select(worked => worked.Name));
    }

    private static void Hold<T>(string typeName, string lawName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Operation operation = Operation.Named(typeName);
        Law law = Checking.Laws.All.Single(law => law.Name == lawName);
        IReadOnlyList<WorkedCase<T>> cases = operation.Cases<T>();
        IReadOnlyList<WorkedCase<double>> inDouble = operation.Cases<double>();
        List<string> broken = [];
        for (int i = 0; i < cases.Count; i++)
        {
            WorkedCase<T> worked = cases[i];
            WorkedCase<double> wide = inDouble[i];
            if (!law.AppliesTo(worked))
                continue;
            try
            {
                Check.Seeds(seed => law.Check(new Trial<T>(operation.Name<T>(), worked, seed, wide)), Seeds);
            }
            catch (Exception exception)
            {
                broken.Add(exception.GetBaseException().Message);
            }
        }

        Assert.True(broken.Count == 0, string.Join("\n", broken));
    }
}
