/** A file of a set, with its public address. */
export interface KnownFile {
  /** Its name in the folder of the set. */
  readonly name: string;
  readonly url: string;
  /** Exact size in bytes, or approximate with `isRounded`. */
  readonly bytes: number;
  readonly isRounded?: boolean;
  /** In hexadecimal digits, as published; undefined if not published. */
  readonly md5?: string;
}

/** A published data set. */
export interface KnownSet {
  readonly name: string;
  readonly about: string;
  readonly licence: string;
  /** The publisher's page. */
  readonly source: string;
  readonly cite: string;
  /** How to read it after downloading. */
  readonly read: string;
  readonly files: readonly KnownFile[];
}

/** Sizes and MD5 checksums of the four IDX files, in this order. */
type IdxFile = readonly [bytes: number, md5: string];

const idxNames = [
  ...["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"],
  ...["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"],
];

const idxFiles = (address: string, files: readonly IdxFile[]): readonly KnownFile[] =>
  files.map(([bytes, md5], k) => {
    const name = idxNames[k] as string;
    return { name, url: `${address}/${name}`, bytes, md5 };
  });

const rounded = (address: string, name: string, bytes: number, md5?: string): KnownFile => ({
  name,
  url: address,
  bytes,
  isRounded: true,
  ...(md5 !== undefined && { md5 }),
});

const heidelberg = "https://zenkelab.org/datasets";
const mendeley = "https://data.mendeley.com/public-files/datasets/468j46mzdv/files";
const figshare = "https://api.figshare.com/v2/file/download";

/** Published sets, with their licences and addresses. */
export const knownSets: readonly KnownSet[] = [
  {
    name: "mnist",
    about: "70 000 handwritten digits, 28 by 28 pixels",
    licence: "CC BY-SA 3.0",
    source: "http://yann.lecun.com/exdb/mnist/",
    cite: "doi:10.1109/5.726791",
    read: 'openSet("mnist", { folder })',
    files: idxFiles("https://ossci-datasets.s3.amazonaws.com/mnist", [
      [9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"],
      [28_881, "d53e105ee54ea40749a09fcbcd1e9432"],
      [1_648_877, "9fb629c4189551a2d022fa330f9573f3"],
      [4542, "ec29112dd5afa0611ce80d1b7f02629c"],
    ]),
  },
  {
    name: "fashion-mnist",
    about: "70 000 pieces of clothing, 28 by 28 pixels",
    licence: "MIT",
    source: "https://github.com/zalandoresearch/fashion-mnist",
    cite: "arxiv:1708.07747",
    read: 'openSet("fashion-mnist", { folder })',
    files: idxFiles(
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
      [
        [26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"],
        [29_515, "25c81989df183df01b3e8a0aad5dffbe"],
        [4_422_102, "bef4ecab320f06d8554ea6380940ec79"],
        [5148, "bb300cfdad3c16e7a12a480ee83cd310"],
      ],
    ),
  },
  {
    name: "kmnist",
    about: "70 000 letters of cursive Japanese, 28 by 28 pixels",
    licence: "CC BY-SA 4.0",
    source: "https://codh.rois.ac.jp/kmnist/",
    cite: "arxiv:1812.01718",
    read: 'openSet("kmnist", { folder })',
    files: idxFiles("https://codh.rois.ac.jp/kmnist/dataset/kmnist", [
      [18_165_135, "bdb82020997e1d708af4cf47b453dcf7"],
      [29_497, "e144d726b3acfaa3e44228e80efcd344"],
      [3_041_136, "5c965bf0a639b31b8f53240b1b52f4d7"],
      [5120, "7320c461ea6c1c855c0b718fb2a4b134"],
    ]),
  },
  {
    name: "n-mnist",
    about: "the digits of MNIST recorded by an event camera of 34 by 34 pixels",
    licence: "CC BY 4.0",
    source: "https://www.garrickorchard.com/datasets/n-mnist",
    cite: "doi:10.3389/fnins.2015.00437",
    read: "readEventFile(path), for each file of the archives",
    files: [
      rounded(
        `${mendeley}/39c25547-014b-4137-a934-9d29fa53c7a0/file_downloaded`,
        "train.zip",
        1.01e9,
        "20959b8e626244a1b502305a9e6e2031",
      ),
      rounded(
        `${mendeley}/05a4d654-7e03-4c15-bdfa-9bb2bcbea494/file_downloaded`,
        "test.zip",
        1.7e8,
        "69ca8762b2fe404d9b9bad1103e97832",
      ),
    ],
  },
  {
    name: "shd",
    about: "10 420 spoken digits, English and German, as spikes of 700 channels",
    licence: "CC BY 4.0",
    source: "https://zenkelab.org/resources/spiking-heidelberg-datasets-shd/",
    cite: "doi:10.1109/TNNLS.2020.3044364",
    read: "openSpikeSet(path), for each file of the archives",
    files: [
      ["shd_train.h5.zip", 1.31e8, "f3252aeb598ac776c1b526422d90eecb"] as const,
      ["shd_test.h5.zip", 3.8e7, "1503a5064faa34311c398fb0a1ed0a6f"] as const,
    ].map(([name, bytes, md5]) => rounded(`${heidelberg}/${name}`, name, bytes, md5)),
  },
  {
    name: "ssc",
    about: "105 829 spoken commands of 35 words as spikes of 700 channels",
    licence: "CC BY 4.0",
    source: "https://zenkelab.org/resources/spiking-heidelberg-datasets-shd/",
    cite: "doi:10.1109/TNNLS.2020.3044364",
    read: "openSpikeSet(path), for each file of the archives",
    files: [
      ["ssc_train.h5.zip", 1.2e9, "d102be95e7144fcc0553d1f45ba94170"] as const,
      ["ssc_valid.h5.zip", 1.6e8, "b4eee3516a4a90dd0c71a6ac23a8ae43"] as const,
      ["ssc_test.h5.zip", 3.2e8, "a35ff1e9cffdd02a20eb850c17c37748"] as const,
    ].map(([name, bytes, md5]) => rounded(`${heidelberg}/${name}`, name, bytes, md5)),
  },
  {
    name: "dvs-gesture",
    about: "1342 hand gestures of 29 people, recorded by an event camera of 128 by 128 pixels",
    licence: "CC BY 4.0",
    source: "https://research.ibm.com/interactive/dvsgesture/",
    cite: "doi:10.1109/CVPR.2017.781",
    read: "readEventFile(path), for each file of the archives",
    files: [
      rounded(
        `${figshare}/38022171`,
        "ibmGestureTrain.tar.gz",
        2.4e9,
        "3a8f0d4120a166bac7591f77409cb105",
      ),
      rounded(
        `${figshare}/38020584`,
        "ibmGestureTest.tar.gz",
        7.3e8,
        "56070e45dadaa85fff82e0fbfbc06de5",
      ),
    ],
  },
  {
    name: "spoken-digits",
    about: "3000 recordings of English digits by six speakers, 8 kHz (FSDD 1.0.10)",
    licence: "CC BY-SA 4.0",
    source: "https://github.com/Jakobovski/free-spoken-digit-dataset",
    cite: "doi:10.5281/zenodo.1342401",
    read: "readWav(source), for each file of the archive",
    files: [
      rounded(
        "https://github.com/Jakobovski/free-spoken-digit-dataset/archive/refs/tags/v1.0.10.tar.gz",
        "free-spoken-digit-dataset-1.0.10.tar.gz",
        1.6e7,
      ),
    ],
  },
];
