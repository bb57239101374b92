using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.Processing;

namespace Accountable.Synthetic.Feeds;

/// <summary>Writes a version of an institutional claim: CCLF1 header, CCLF2 lines, CCLF3 procedures, CCLF4 diagnoses, CCLFA
/// enhancements.</summary>
internal static class InstitutionalRows
{
    private static readonly Record One = Records.Of('1');
    private static readonly Record Two = Records.Of('2');
    private static readonly Record Three = Records.Of('3');
    private static readonly Record Four = Records.Of('4');
    private static readonly Record A = Records.Of('A');

    private static readonly Field[] Header =
    [
        One["CUR_CLM_UNIQ_ID"], One["PRVDR_OSCAR_NUM"], One["BENE_MBI_ID"], One["CLM_TYPE_CD"], One["CLM_FROM_DT"], One["CLM_THRU_DT"],
        One["CLM_BILL_FAC_TYPE_CD"], One["CLM_BILL_CLSFCTN_CD"], One["PRNCPL_DGNS_CD"], One["ADMTG_DGNS_CD"], One["CLM_MDCR_NPMT_RSN_CD"],
        One["CLM_PMT_AMT"], One["PRVDR_FAC_FIPS_ST_CD"], One["BENE_PTNT_STUS_CD"], One["DGNS_DRG_CD"], One["FAC_PRVDR_NPI_NUM"],
        One["OPRTG_PRVDR_NPI_NUM"], One["ATNDG_PRVDR_NPI_NUM"], One["OTHR_PRVDR_NPI_NUM"], One["CLM_ADJSMT_TYPE_CD"], One["CLM_EFCTV_DT"],
        One["CLM_IDR_LD_DT"], One["CLM_ADMSN_TYPE_CD"], One["CLM_ADMSN_SRC_CD"], One["CLM_BILL_FREQ_CD"], One["CLM_QUERY_CD"],
        One["DGNS_PRCDR_ICD_IND"], One["CLM_MDCR_INSTNL_TOT_CHRG_AMT"], One["CLM_MDCR_IP_PPS_CPTL_IME_AMT"], One["CLM_OPRTNL_IME_AMT"],
        One["CLM_MDCR_IP_PPS_DSPRPRTNT_AMT"], One["CLM_HIPPS_UNCOMPD_CARE_AMT"], One["CLM_OPRTNL_DSPRPRTNT_AMT"],
            One["CLM_BLG_PRVDR_OSCAR_NUM"],
        One["CLM_BLG_PRVDR_NPI_NUM"], One["CLM_OPRTG_PRVDR_NPI_NUM"], One["CLM_ATNDG_PRVDR_NPI_NUM"], One["CLM_OTHR_PRVDR_NPI_NUM"],
        One["CLM_CNTL_NUM"], One["CLM_ORG_CNTL_NUM"], One["CLM_CNTRCTR_NUM"], One["CLM_NCH_PRMRY_PYR_CD"],
    ];

    private static readonly Field[] Line =
    [
        Two["CUR_CLM_UNIQ_ID"], Two["CLM_LINE_NUM"], Two["BENE_MBI_ID"], Two["CLM_TYPE_CD"], Two["CLM_LINE_FROM_DT"],
            Two["CLM_LINE_THRU_DT"],
        Two["CLM_LINE_PROD_REV_CTR_CD"], Two["CLM_LINE_INSTNL_REV_CTR_DT"], Two["CLM_LINE_HCPCS_CD"], Two["PRVDR_OSCAR_NUM"],
            Two["CLM_FROM_DT"],
        Two["CLM_THRU_DT"], Two["CLM_LINE_SRVC_UNIT_QTY"], Two["CLM_LINE_CVRD_PD_AMT"], Two["HCPCS_1_MDFR_CD"],
            Two["CLM_FAC_PRVDR_OSCAR_NUM"],
    ];

    private static readonly Field[] Procedure =
    [
        Three["CUR_CLM_UNIQ_ID"], Three["BENE_MBI_ID"], Three["CLM_TYPE_CD"], Three["CLM_VAL_SQNC_NUM"], Three["CLM_PRCDR_CD"],
        Three["CLM_PRCDR_PRFRM_DT"], Three["PRVDR_OSCAR_NUM"], Three["CLM_FROM_DT"], Three["CLM_THRU_DT"], Three["DGNS_PRCDR_ICD_IND"],
        Three["CLM_BLG_PRVDR_OSCAR_NUM"],
    ];

    private static readonly Field[] Diagnosis =
    [
        Four["CUR_CLM_UNIQ_ID"], Four["BENE_MBI_ID"], Four["CLM_TYPE_CD"], Four["CLM_PROD_TYPE_CD"], Four["CLM_VAL_SQNC_NUM"],
            Four["CLM_DGNS_CD"],
        Four["PRVDR_OSCAR_NUM"], Four["CLM_FROM_DT"], Four["CLM_THRU_DT"], Four["CLM_POA_IND"], Four["DGNS_PRCDR_ICD_IND"],
        Four["CLM_BLG_PRVDR_OSCAR_NUM"],
    ];

    private static readonly Field[] Enhanced =
    [
        A["CUR_CLM_UNIQ_ID"], A["BENE_MBI_ID"], A["CLM_TYPE_CD"], A["CLM_ACTV_CARE_FROM_DT"], A["CLM_NGACO_SNF_WVR_SW"],
            A["CLM_DEMO_1ST_NUM"],
        A["CLM_PBP_INCLSN_AMT"], A["CLM_PBP_RDCTN_AMT"], A["CLM_MDCR_IP_BENE_DDCTBL_AMT"], A["CLM_RLT_COND_CD"], A["CLM_SQSTRTN_RDCTN_AMT"],
    ];

    public static void Write(Pieces pieces, int aco, Delivery delivery, ClaimVersion version, string mbi)
    {
        var claim = version.Claim;
        var type = TypeText(claim.Type);
        WriteHeader(pieces.Claims(aco, delivery.Number, '1'), One.Length(delivery.Wave), version, mbi, type);
        WriteLines(pieces.Claims(aco, delivery.Number, '2'), Two.Length(delivery.Wave), version, mbi, type);
        var icd = pieces.Claims(aco, delivery.Number, '4');
        // Every second claim leaves its principal diagnosis to the header.
        for (var i = (int)(version.Id % 2); i < claim.Diagnoses.Count; i++)
        {
            icd.Row(Four.Length(delivery.Wave));
            icd.Whole(Diagnosis[0], version.Id);
            icd.Put(Diagnosis[1], mbi);
            icd.Put(Diagnosis[2], type);
            icd.Put(Diagnosis[3], 'D');
            icd.Whole(Diagnosis[4], i + 1);
            icd.Put(Diagnosis[5], claim.Diagnoses[i]);
            icd.Put(Diagnosis[6], claim.Facility!.Ccn);
            icd.Day(Diagnosis[7], version.From);
            icd.Day(Diagnosis[8], version.Thru);
            icd.Put(Diagnosis[9], claim.Type == ClaimType.Inpatient ? "Y" : null);
            icd.Put(Diagnosis[10], '0');
            icd.Put(Diagnosis[11], claim.Facility.Ccn);
        }
        for (var i = 0; i < claim.Procedures.Count; i++)
            WriteProcedure(pieces.Claims(aco, delivery.Number, '3'), Three.Length(delivery.Wave), version, i, mbi, type);
        if (claim.IsEnhanced)
            WriteEnhancement(pieces.Claims(aco, delivery.Number, 'A'), A.Length(delivery.Wave), version, mbi, type);
    }

    public static string TypeText(ClaimType type) => ((int)type).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void WriteHeader(Lines row, int width, ClaimVersion version, string mbi, string type)
    {
        var claim = version.Claim;
        var facility = claim.Facility!;
        row.Row(width);
        row.Whole(Header[0], version.Id);
        row.Put(Header[1], facility.Ccn);
        row.Put(Header[2], mbi);
        row.Put(Header[3], type);
        row.Day(Header[4], version.From);
        row.Day(Header[5], version.Thru);
        row.Put(Header[6], claim.Bill[0]);
        row.Put(Header[7], claim.Bill[1]);
        row.Put(Header[8], claim.Diagnoses[0]);
        row.Put(Header[9], claim.Type == ClaimType.Inpatient ? claim.Diagnoses[0] : "~");
        row.Put(Header[10], claim.Denial ?? (version.Id % 7 == 0 ? "~" : null));
        row.Cents(Header[11], version.Paid);
        row.Put(Header[12], "01");
        row.Put(Header[13], claim.Status);
        row.Put(Header[14], claim.Drg);
        var attending = claim.Clinician?.Npi;
        var operating = claim.Procedures.Count > 0 ? attending : null;
        row.Put(Header[15], facility.Npi);
        row.Put(Header[16], operating);
        row.Put(Header[17], attending);
        row.Put(Header[18], claim.Other?.Npi);
        row.Put(Header[19], version.Adjustment);
        row.Day(Header[20], version.Effective);
        row.Day(Header[21], version.Load);
        row.Put(Header[22], claim.Type == ClaimType.Inpatient ? "1" : null);
        row.Put(Header[23], claim.Type == ClaimType.Inpatient ? "1" : null);
        row.Put(Header[24], version.Adjustment switch { '1' => '8', '2' => '7', _ => '1' });
        row.Put(Header[25], version.Adjustment switch { '1' => '0', '2' => '5', _ => '3' });
        row.Put(Header[26], '0');
        row.Cents(Header[27], claim.Charges);
        row.Cents(Header[28], claim.CapitalTeaching);
        row.Cents(Header[29], claim.OperatingTeaching);
        row.Cents(Header[30], claim.CapitalPoor);
        row.Cents(Header[31], claim.Uncompensated);
        row.Cents(Header[32], claim.OperatingPoor);
        row.Put(Header[33], facility.Ccn);
        row.Put(Header[34], facility.Npi);
        row.Put(Header[35], operating);
        row.Put(Header[36], attending);
        row.Put(Header[37], claim.Other?.Npi);
        row.Put(Header[38], version.Control);
        row.Put(Header[39], claim.Versions[0].Control);
        row.Put(Header[40], "97001");
        row.Put(Header[41], claim.PrimaryPayer);
    }

    private static void WriteLines(Lines row, int width, ClaimVersion version, string mbi, string type)
    {
        var ccn = version.Claim.Facility!.Ccn;
        for (var i = 0; i < version.Lines.Count; i++)
        {
            var line = version.Lines[i];
            row.Row(width);
            row.Whole(Line[0], version.Id);
            row.Whole(Line[1], i + 1);
            row.Put(Line[2], mbi);
            row.Put(Line[3], type);
            row.Day(Line[4], line.From);
            row.Day(Line[5], line.Thru);
            row.Put(Line[6], line.Revenue);
            row.Day(Line[7], line.From);
            row.Put(Line[8], line.Hcpcs);
            row.Put(Line[9], ccn);
            row.Day(Line[10], version.From);
            row.Day(Line[11], version.Thru);
            row.Units(Line[12], line.Units);
            row.Cents(Line[13], line.Paid);
            row.Put(Line[14], line.Modifier);
            row.Put(Line[15], ccn);
        }
    }

    private static void WriteProcedure(Lines row, int width, ClaimVersion version, int number, string mbi, string type)
    {
        var (code, day) = version.Claim.Procedures[number];
        var ccn = version.Claim.Facility!.Ccn;
        row.Row(width);
        row.Whole(Procedure[0], version.Id);
        row.Put(Procedure[1], mbi);
        row.Put(Procedure[2], type);
        row.Whole(Procedure[3], number + 1);
        row.Put(Procedure[4], code);
        row.Day(Procedure[5], day);
        row.Put(Procedure[6], ccn);
        row.Day(Procedure[7], version.From);
        row.Day(Procedure[8], version.Thru);
        row.Put(Procedure[9], '0');
        row.Put(Procedure[10], ccn);
    }

    private static void WriteEnhancement(Lines row, int width, ClaimVersion version, string mbi, string type)
    {
        var isNursing = version.Claim.Type is ClaimType.Nursing or ClaimType.SwingBed;
        row.Row(width);
        row.Whole(Enhanced[0], version.Id);
        row.Put(Enhanced[1], mbi);
        row.Put(Enhanced[2], type);
        row.Day(Enhanced[3], version.From);
        row.Put(Enhanced[4], isNursing ? 'Y' : 'N');
        row.Put(Enhanced[5], isNursing ? "77" : "00");
        row.Cents(Enhanced[6], version.Paid);
        row.Cents(Enhanced[7], 0);
        row.Cents(Enhanced[8], version.Claim.Type == ClaimType.Inpatient ? 160_000 : 0);
        row.Put(Enhanced[9], null);
        row.Cents(Enhanced[10], Sequestration.Behind(version.Paid, version.Thru));
    }
}
